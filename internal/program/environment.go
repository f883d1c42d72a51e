package program

import (
	"fmt"
	"strings"
)

// signs tells by its words what the go command failed of. The go command has
// no codes for them.
var signs = []struct {
	err   error
	whole bool // whether all that is said is needed to understand it
	words []string
}{
	{ErrToolchain, false, []string{"go.mod requires go >=", "toolchain not available"}},
	{ErrModFile, true, []string{"errors parsing go.mod", "malformed go.sum", "checksum mismatch"}},
	{ErrNoCompiler, false, []string{
		"C compiler \"", "-race is not supported", "-race is only supported", "-race requires cgo",
	}},
	{ErrCache, false, []string{
		"failed to initialize build cache", "build cache is required", "build cache is disabled",
		"could not create module cache", "read-only file system", "no space left on device",
		"disk quota exceeded", "go: creating work dir", "permission denied", "Access is denied",
	}},
	{ErrNoNetwork, false, []string{
		"module lookup disabled", "dial tcp", "dial udp", "proxyconnect", "no such host", "i/o timeout",
		"TLS handshake", "connection reset", "connection refused", "network is unreachable",
		"reading http", "reading file://", "server response:", "unrecognized import path",
	}},
}

// environmentError returns an error if text, what the go command says, names a
// fault that is not a program's, and else nil.
func environmentError(step, text string) error {
	for _, s := range signs {
		for _, w := range s.words {
			if line, ok := lineWith(text, w); ok {
				if s.whole {
					line = strings.Join(strings.Fields(text), " ")
				}
				return fmt.Errorf("program: %s: %w: %s", step, s.err, line)
			}
		}
	}
	return nil
}

// lineWith returns the first line of text that holds words.
func lineWith(text, words string) (string, bool) {
	for line := range strings.Lines(text) {
		if strings.Contains(line, words) {
			return strings.TrimPrefix(strings.TrimSpace(line), "go: "), true
		}
	}
	return "", false
}
