package resource_test

import (
	_ "embed"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/resource"
)

// pythonSays is what testdata/contextlib.py prints: programs of up to four closers and suppressions, the
// order in which the closers ran, and the error that came out.
//
//go:embed testdata/contextlib.txt
var pythonSays string

// Orders and suppression agree with contextlib in every small program in which no two
// errors meet; where they do, contextlib loses one.
func TestOrdersAndSuppressionAgreeWithContextlib(t *testing.T) {
	named := map[byte]error{'x': errors.New("X"), 'y': errors.New("Y")}
	programs := 0
	for line := range strings.Lines(pythonSays) {
		f := strings.Fields(line)
		items, body, _ := strings.Cut(f[0], ":")
		order := ""
		err := resource.With(t.Context(), func(s *resource.Stack) error {
			for at := range len(items) {
				switch item := items[at]; item {
				case 'X', 'Y':
					s.Suppress(named[item|0x20])
				default:
					s.Defer(func() error {
						order += string(rune('0' + at))
						return named[item]
					})
				}
			}
			return named[body[0]]
		})
		out := "-"
		if err != nil {
			out = err.Error()
		}
		if order == "" {
			order = "-"
		}
		require.Equal(t, f[1:], []string{order, out}, "%s", f[0])
		programs++
	}
	require.Equal(t, 911, programs)
}

// What was written down is what Python says, where there is one to ask.
func TestPythonStillSaysSo(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Log("there is no python3 to ask")
		return
	}
	said, err := exec.CommandContext(t.Context(), python, "testdata/contextlib.py").Output()
	require.NoError(t, err)
	require.Equal(t, pythonSays, strings.ReplaceAll(string(said), "\r\n", "\n"))
}
