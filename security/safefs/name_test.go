package safefs_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/security/safefs"
)

var refusedNames = []string{
	"", ".", "..", "/", "/a", "//a", "a/", "a//b", "a/.", "./a", "a/./b", "../a", "a/../b", "a/..", "..\\a", "a\\b", "\\\\host\\share",
	"C:", "C:a", "C:/a", "a:b", "a.txt::$DATA", "\\\\?\\C:\\a", "\\??\\C:\\a",
	"NUL", "nul", "Nul.txt", "con", "aux.tar.gz", "PRN", "com1", "COM9.log", "lpt0", "com¹", "LPT³.x", "conin$", "CONOUT$", "nul .txt", "a/nul/b",
	"a.", "a ", "a./b", "a /b", "...", "a/...", " ", "a<b", "a>b", "a\"b", "a|b", "a?b", "a*b",
	"a\x00b", "a\nb", "a\x7fb", "a\xffb", "a\xc0\xafb", "a\u0085b", "\xed\xa0\x80",
	strings.Repeat("a", 256), strings.Repeat("a/", 512) + "a",
}

var allowedNames = []string{
	"a", "a.b", ".a", "..a", "a..b", "a/b/c", "ä/ö", "nulla", "xnul", "com", "com10", "comx", "lpt", "con-1", "a b", "日本", "\ufffd", "~a", "$a", "-a", "%2e%2e",
	strings.Repeat("a", 255), strings.Repeat("a/", 511) + "a",
}

func TestCheckName(t *testing.T) {
	for _, name := range refusedNames {
		err := safefs.CheckName(name)
		require.ErrorIs(t, err, safefs.ErrName, "%q", name)
		if len(name) > 5 {
			require.NotContains(t, err.Error(), name)
		}
	}
	for _, name := range allowedNames {
		require.NoError(t, safefs.CheckName(name), "%q", name)
	}
}

func TestCheckNameAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() {
		if safefs.CheckName("uploads/2026/report.pdf") != nil {
			panic("refused")
		}
	}))
}

func FuzzCheckName(f *testing.F) {
	for _, name := range append(refusedNames, allowedNames...) {
		if len(name) < 64 {
			f.Add(name)
		}
	}
	f.Fuzz(func(t *testing.T, name string) {
		if safefs.CheckName(name) != nil {
			return
		}
		require.True(t, filepath.IsLocal(name))
		require.Equal(t, name, filepath.ToSlash(filepath.Clean(name)))
		require.NotContains(t, name, "\\")
		for element := range strings.SplitSeq(name, "/") {
			require.NoError(t, safefs.CheckName(element))
		}
	})
}
