package cookbook_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook"
)

// TestSourceIsComplete fails when a question or a twin lies where doc.go does not
// look for it.
func TestSourceIsComplete(t *testing.T) {
	embedded := cookbook.Source()
	for _, pattern := range []string{"*/example_*_test.go", "*/*/example_*_test.go", "*/testdata/wrong/*/*", "*/*/testdata/wrong/*/*"} {
		found, err := filepath.Glob(filepath.FromSlash(pattern))
		require.NoError(t, err)
		for _, name := range found {
			want, err := os.ReadFile(name)
			require.NoError(t, err)
			got, err := fs.ReadFile(embedded, filepath.ToSlash(name))
			require.NoError(t, err)
			require.Equal(t, string(want), string(got), name)
		}
	}
}
