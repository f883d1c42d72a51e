package safesql_test

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/security/safesql"
)

func openDB(t testing.TB) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	_, err = db.ExecContext(t.Context(), `CREATE TABLE users (id INTEGER, name TEXT);
		INSERT INTO users VALUES (1, 'ada'), (2, 'bob'), (3, '100%'), (4, 'a_b'), (5, 'wow!')`)
	require.NoError(t, err)
	return db
}

// attacks are inputs that end strings, names or patterns where they are taken for text.
var attacks = []string{
	"' OR '1'='1", "admin' --", "'; DROP TABLE users; --", `" OR ""="`, "1; DELETE FROM users", "x' UNION SELECT name FROM users --", "\\' OR 1=1 --", "%", "_", "!", "!%", "[a-z]",
	"\x00", "\xbf' OR 1=1 --", "?", "??", "$1", ":name", "/*", "*/", "name", `"name"`, "`name`", "[name]", "(SELECT 1)", "CASE WHEN 1 THEN id ELSE name END", "id, name", "id DESC", "ID", "nmae", "",
}

func TestAttacksAreValues(t *testing.T) {
	db := safesql.Wrap(openDB(t), safesql.SQLite)
	for _, attack := range attacks {
		var n int
		require.NoError(t, db.Row(t.Context(), safesql.SQL("SELECT count(*) FROM users WHERE name = ?", safesql.Val(attack)), &n))
		require.Zero(t, n, attack)
		require.NoError(t, db.Row(t.Context(), safesql.SQL("SELECT count(*) FROM users WHERE name IN ?", safesql.In([]string{attack, "ada"})), &n))
		require.Equal(t, 1, n, attack)
		var want int // How many names have it, by Go's own search.
		for _, name := range []string{"ada", "bob", "100%", "a_b", "wow!"} {
			if strings.Contains(name, attack) {
				want++
			}
		}
		if !strings.Contains(attack, "\x00") { // SQLite's LIKE ends at a NUL.
			require.NoError(t, db.Row(t.Context(), safesql.SQL("SELECT count(*) FROM users WHERE name LIKE ?", safesql.Contains(attack)), &n))
			require.Equal(t, want, n, attack)
		}
		for _, order := range []func(string) safesql.Arg{safesql.Names("id", "users.name").Asc, safesql.Names("id").Desc, safesql.Names("id").Name} {
			_, err := db.Query(t.Context(), safesql.SQL("SELECT name FROM users ORDER BY ?", order(attack)))
			require.ErrorIs(t, err, safesql.ErrName, attack)
			if attack != "name" && len(attack) > 3 {
				require.NotContains(t, err.Error(), attack)
			}
		}
	}
	var n int
	require.NoError(t, db.Row(t.Context(), safesql.SQL("SELECT count(*) FROM users"), &n))
	require.Equal(t, 5, n)
}

// Quoting is not enough: SQLite takes an unknown name in quotes for a string.
func TestQuotedNameIsAString(t *testing.T) {
	var s string
	require.NoError(t, openDB(t).QueryRowContext(t.Context(), `SELECT "nmae" FROM users LIMIT 1`).Scan(&s))
	require.Equal(t, "nmae", s)
}

func TestLists(t *testing.T) {
	db := safesql.Wrap(openDB(t), safesql.SQLite)
	count := func(q safesql.Query) (n int) {
		require.NoError(t, db.Row(t.Context(), q, &n))
		return n
	}
	require.Equal(t, 2, count(safesql.SQL("SELECT count(*) FROM users WHERE id IN ?", safesql.In([]int{1, 2, 9}))))
	require.Equal(t, 3, count(safesql.SQL("SELECT count(*) FROM users WHERE id NOT IN ?", safesql.In([]int{1, 2, 9}))))
	require.Equal(t, 0, count(safesql.SQL("SELECT count(*) FROM users WHERE id IN ?", safesql.In[int](nil))))
	require.Equal(t, 5, count(safesql.SQL("SELECT count(*) FROM users WHERE id not in\n?", safesql.In([]int{}))))
	require.Equal(t, 5, count(safesql.SQL("SELECT count(*) FROM users WHERE NOT (id IN ?)", safesql.In([]int{}))))

	for _, list := range []int{32766, 32767} {
		_, _, err := safesql.SQL("SELECT 1 WHERE 1 IN ?", safesql.In(make([]int, list))).Build(safesql.SQLite)
		require.Equal(t, list > 32766, errors.Is(err, safesql.ErrValues))
	}
	require.Equal(t, 1, count(safesql.SQL("SELECT 1 WHERE 0 IN ?", safesql.In(make([]int, 32766)))))
	_, _, err := safesql.SQL("SELECT ? WHERE 1 IN ?", safesql.Val(1), safesql.In(make([]int, 65535))).Build(safesql.PostgreSQL)
	require.ErrorIs(t, err, safesql.ErrValues)
	_, _, err = safesql.SQL("SELECT 1 WHERE 1 IN ?", safesql.In([]any{1, nil})).Build(safesql.SQLite)
	require.ErrorIs(t, err, safesql.ErrValues)
	for _, q := range []safesql.Query{
		safesql.SQL("SELECT 1 WHERE 1 = ?", safesql.In([]int{1})), safesql.SQL("SELECT 1 WHERE 1 IN (?)", safesql.In([]int{1})),
		safesql.SQL("SELECT 1 WHERE admIN ?", safesql.In([]int{1})), safesql.SQL("?", safesql.In([]int{1})),
	} {
		_, _, err = q.Build(safesql.SQLite)
		require.ErrorIs(t, err, safesql.ErrQuery)
	}
}

func TestEmptyListsInEveryDialect(t *testing.T) {
	for d, want := range map[safesql.Dialect][2]string{
		safesql.SQLite:     {"a IN ()", "a NOT IN ()"},
		safesql.PostgreSQL: {"a = ANY ('{}')", "a <> ALL ('{}')"},
		safesql.MySQL:      {"a IN (SELECT NULL FROM DUAL WHERE FALSE)", "a NOT IN (SELECT NULL FROM DUAL WHERE FALSE)"},
	} {
		text, values, err := safesql.SQL("a IN ?", safesql.In[string](nil)).Build(d)
		require.NoError(t, err)
		require.Empty(t, values)
		require.Equal(t, want[0], text)
		text, _, err = safesql.SQL("a NOT IN ?", safesql.In[string](nil)).Build(d)
		require.NoError(t, err)
		require.Equal(t, want[1], text)
	}
}

//go:embed testdata
var embedded embed.FS

func TestMalformedQueries(t *testing.T) {
	one := safesql.Val(1)
	cycle := safesql.SQL("x")
	for range 101 {
		cycle = safesql.SQL("?", cycle)
	}
	for _, q := range []safesql.Query{
		{},
		safesql.SQL(""), safesql.SQL("?"), safesql.SQL("? ?", one), safesql.SQL("?", one, one), safesql.SQL("??", one), safesql.SQL("???"), safesql.SQL("?", nil),
		safesql.SQL("?", safesql.Query{}), cycle, safesql.FromFS(embedded, "testdata/sql/none.sql"), safesql.FromFS(embed.FS{}, "x"), safesql.FromFS(embedded, "testdata/sql/user.sql"),
	} {
		text, values, err := q.Build(safesql.SQLite)
		require.ErrorIs(t, err, safesql.ErrQuery)
		require.Empty(t, text)
		require.Nil(t, values)
	}
	for _, d := range []safesql.Dialect{0, 4} {
		_, _, err := safesql.SQL("x").Build(d)
		require.ErrorIs(t, err, safesql.ErrQuery)
	}
	_, err := safesql.DB{}.Exec(t.Context(), safesql.SQL("x"))
	require.ErrorIs(t, err, safesql.ErrQuery)
	_, _, err = safesql.SQL("?", safesql.NameList{}.Name("id")).Build(safesql.SQLite)
	require.ErrorIs(t, err, safesql.ErrName)
}

func TestNamesThatAreNone(t *testing.T) {
	require.NotPanics(t, func() { safesql.Names("id", "_a1", "u.created_at", "a.b.c") })
	require.Panics(t, func() { safesql.Names("id", "") })
	require.Panics(t, func() { safesql.Names("1a") })
	require.Panics(t, func() { safesql.Names("a.") })
	require.Panics(t, func() { safesql.Names(".a") })
	require.Panics(t, func() { safesql.Names("a b") })
	require.Panics(t, func() { safesql.Names(`a"b`) })
	require.Panics(t, func() { safesql.Names("ä") })
}

func TestDB(t *testing.T) {
	raw := openDB(t)
	db := safesql.Wrap(raw, safesql.SQLite)
	result, err := db.Exec(t.Context(), safesql.SQL("UPDATE users SET name = ? WHERE id = ?", safesql.Val("eve"), safesql.Val(1)))
	require.NoError(t, err)
	n, err := result.RowsAffected()
	require.NoError(t, err)
	require.Equal(t, int64(1), n)
	rows, err := db.Query(t.Context(), safesql.FromFS(embedded, "testdata/sql/user.sql", safesql.Val(1)))
	require.NoError(t, err)
	require.True(t, rows.Next())
	require.NoError(t, rows.Close())
	var name string
	require.ErrorIs(t, db.Row(t.Context(), safesql.SQL("SELECT name FROM users WHERE id = ?", safesql.Val(99)), &name), sql.ErrNoRows)
	require.Error(t, db.Row(t.Context(), safesql.SQL("SELECT broken"), &name))
	require.Error(t, db.Row(t.Context(), safesql.SQL("SELECT 1, 2"), &name))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, db.Row(ctx, safesql.SQL("SELECT 1"), &name), context.Canceled)
}

// What doc.go owns up to: inference and reflection launder a string.
func TestLaunderingCompiles(t *testing.T) {
	input := "SELECT " + t.Name()
	text, _, err := launder(safesql.SQL, input).Build(safesql.SQLite)
	require.NoError(t, err)
	require.Equal(t, input, text)
	f := reflect.ValueOf(safesql.SQL)
	q := f.Call([]reflect.Value{reflect.ValueOf(input).Convert(f.Type().In(0))})[0].Interface().(safesql.Query)
	text, _, err = q.Build(safesql.SQLite)
	require.NoError(t, err)
	require.Equal(t, input, text)
}

func launder[T ~string](f func(T, ...safesql.Arg) safesql.Query, s string) safesql.Query {
	return f(T(s))
}

// Whatever the values are, the text is the same and the values come out as they went in.
func TestTextDoesNotDependOnValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name, search := rapid.String().Draw(t, "name"), rapid.String().Draw(t, "search")
		ids := rapid.SliceOfN(rapid.String(), 1, 5).Draw(t, "ids")
		text, values, err := searchQuery(name, ids, search).Build(safesql.SQLite)
		require.NoError(t, err)
		require.Equal(t, "SELECT id FROM users WHERE name = ? AND id IN ("+strings.Repeat("?, ", len(ids)-1)+"?) AND name LIKE ? ESCAPE '!' ORDER BY name DESC", text)
		require.Len(t, values, len(ids)+2)
		require.Equal(t, name, values[0])
		pattern := values[len(values)-1].(string)
		literal := strings.NewReplacer("!!", "!", "!%", "%", "!_", "_").Replace(pattern[1 : len(pattern)-1])
		require.Equal(t, search, literal)
	})
}

var sortable = safesql.Names("id", "name")

func searchQuery(name string, ids []string, search string) safesql.Query {
	return safesql.SQL("SELECT id FROM users WHERE name = ? AND id IN ? AND name LIKE ? ORDER BY ?",
		safesql.Val(name), safesql.In(ids), safesql.Contains(search), sortable.Desc("name"))
}

func FuzzBuild(f *testing.F) {
	for _, attack := range attacks {
		f.Add(attack)
	}
	db := safesql.Wrap(openDB(f), safesql.SQLite)
	f.Fuzz(func(t *testing.T, input string) {
		text, _, err := searchQuery(input, []string{input}, input).Build(safesql.PostgreSQL)
		require.NoError(t, err)
		require.Equal(t, "SELECT id FROM users WHERE name = $1 AND id IN ($2) AND name LIKE $3 ESCAPE '!' ORDER BY name DESC", text)
		_, _, err = safesql.SQL("SELECT id FROM users ORDER BY ?", sortable.Asc(input)).Build(safesql.SQLite)
		require.Equal(t, input != "id" && input != "name", errors.Is(err, safesql.ErrName))
		if strings.ContainsAny(input, "\x00") {
			return
		}
		// SQLite agrees on what the pattern means: the input is found in itself, and a text
		// without it is not found.
		var found, missing bool
		require.NoError(t, db.Row(t.Context(), safesql.SQL("SELECT ? LIKE ?, '' LIKE ?", safesql.Val("x"+input+"y"), safesql.Contains(input), safesql.Contains(input)), &found, &missing))
		require.True(t, found || len(input) > 1000)
		require.Equal(t, input == "", missing)
	})
}

func BenchmarkBuild(b *testing.B) {
	ids := strings.Split("1 2 3 4 5 6 7 8 9 10", " ")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := searchQuery("ada", ids, "100%").Build(safesql.PostgreSQL); err != nil {
			b.Fatal(err)
		}
	}
}
