package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/internal/crashtest"
	"github.com/goconcepts/cookbook/patterns/shortener/internal/storetest"
	"github.com/goconcepts/cookbook/patterns/shortener/sqlite"
)

func TestMain(m *testing.M) {
	crashtest.Child(func(ctx context.Context, file string) (shortener.Store, error) { return sqlite.Open(ctx, file) })
	goleak.VerifyTestMain(m)
}

func open(t testing.TB, file string) *sqlite.Store {
	s, err := sqlite.Open(t.Context(), file)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) shortener.Store { return open(t, filepath.Join(t.TempDir(), "l#%?.db")) })
}

func TestTheFileRemembers(t *testing.T) {
	file := filepath.Join(t.TempDir(), "links.db")
	first := open(t, file)
	_, err := first.Reserve(t.Context(), 10)
	require.NoError(t, err)
	_, err = first.Insert(t.Context(), shortener.Link{Code: "a", URL: "https://a/"})
	require.NoError(t, err)

	second := open(t, file) // another process would see the same
	next, err := second.Reserve(t.Context(), 1)
	require.NoError(t, err)
	require.EqualValues(t, 10, next)
	link, err := second.Find(t.Context(), "a")
	require.NoError(t, err)
	require.Equal(t, "https://a/", link.URL)
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	_, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "none", "links.db"))
	require.ErrorContains(t, err, "sqlite: open: ")
}

func BenchmarkStore(b *testing.B) {
	storetest.Bench(b, open(b, filepath.Join(b.TempDir(), "l.db")))
}
