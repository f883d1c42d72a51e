package postgres_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/internal/crashtest"
	"github.com/goconcepts/cookbook/patterns/shortener/internal/storetest"
	"github.com/goconcepts/cookbook/patterns/shortener/postgres"
)

var key = []byte("0123456789abcdef")

func TestMain(m *testing.M) {
	crashtest.Child(func(ctx context.Context, dsn string) (shortener.Store, error) { return postgres.Open(ctx, dsn) })
	goleak.VerifyTestMain(m)
}

// admin connects to the server of the tests, or skips.
func admin(t testing.TB) (conn *pgx.Conn, server string) {
	t.Helper()
	server = os.Getenv("COOKBOOK_POSTGRES")
	if server == "" {
		require.Empty(t, os.Getenv("COOKBOOK_STRICT"), "COOKBOOK_POSTGRES names no server")
		t.Skip("COOKBOOK_POSTGRES names no server")
	}
	conn, err := pgx.Connect(t.Context(), server)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close(context.Background())) })
	return conn, server
}

// database returns the name of a database of the test's own: a schema, by which its
// connections are told from others', too.
func database(t testing.TB) (conn *pgx.Conn, dsn, schema string) {
	t.Helper()
	conn, server := admin(t)
	schema = fmt.Sprintf("t%d_%d", os.Getpid(), time.Now().UnixNano())
	_, err := conn.Exec(t.Context(), "CREATE SCHEMA "+schema)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := conn.Exec(context.Background(), "DROP SCHEMA "+schema+" CASCADE")
		require.NoError(t, err)
	})
	u, err := url.Parse(server)
	require.NoError(t, err)
	query := u.Query()
	query.Set("search_path", schema)
	query.Set("application_name", schema)
	u.RawQuery = query.Encode()
	return conn, u.String(), schema
}

func open(t testing.TB, dsn string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) shortener.Store {
		_, dsn, _ := database(t)
		return open(t, dsn)
	})
}

func TestTheServerRemembers(t *testing.T) {
	_, dsn, _ := database(t)
	first := open(t, dsn)
	_, err := first.Reserve(t.Context(), 10)
	require.NoError(t, err)
	_, err = first.Insert(t.Context(), shortener.Link{Code: "a", URL: "https://a/", Created: time.Now()})
	require.NoError(t, err)

	second := open(t, dsn)
	next, err := second.Reserve(t.Context(), 1)
	require.NoError(t, err)
	require.EqualValues(t, 10, next)
	link, err := second.Find(t.Context(), "a")
	require.NoError(t, err)
	require.Equal(t, "https://a/", link.URL)
}

// TestManyOpenAtOnce starts as a deployment does: on an empty database, all together.
func TestManyOpenAtOnce(t *testing.T) {
	_, dsn, _ := database(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			s, err := postgres.Open(t.Context(), dsn)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	_, err := postgres.Open(t.Context(), "postgres://user:secret@127.0.0.1:1/none?sslmode=wrong")
	require.ErrorContains(t, err, "postgres: open: ")
	require.NotContains(t, err.Error(), "secret")
	_, err = postgres.Open(t.Context(), "postgres://user:secret@127.0.0.1:1/none?sslmode=disable")
	require.ErrorContains(t, err, "postgres: open: ")
	require.NotContains(t, err.Error(), "secret")
}

// TestSearchesUseAnIndex wants a plan without a scan of all links where few are found.
func TestSearchesUseAnIndex(t *testing.T) {
	conn, dsn, schema := database(t)
	open(t, dsn)
	_, err := conn.Exec(t.Context(), `SET search_path = `+schema)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), `INSERT INTO link (code, url, alias, created)
		SELECT md5(i::text), 'https://host' || i % 100 || '/' || i, false, now() FROM generate_series(1, 20000) i`)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), `ANALYZE link`)
	require.NoError(t, err)
	for _, where := range []string{
		`code > '' AND code >= 'abc' AND code < 'abd' ORDER BY code LIMIT 50`,
		`url >= 'https://host7/1' AND url < 'https://host7/2' AND code > '' ORDER BY code LIMIT 50`,
		`url >= 'https://' AND url < 'https:0' AND code > '' ORDER BY code LIMIT 50`,
	} {
		rows, err := conn.Query(t.Context(), `EXPLAIN SELECT * FROM link WHERE `+where)
		require.NoError(t, err)
		plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		require.NotContains(t, strings.Join(plan, "\n"), "Seq Scan")
	}
}

func BenchmarkStore(b *testing.B) {
	_, dsn, _ := database(b)
	storetest.Bench(b, open(b, dsn))
}
