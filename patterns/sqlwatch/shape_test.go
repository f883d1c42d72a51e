package sqlwatch_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/patterns/sqlwatch"
)

func TestShapeFoldsWhatDiffersFromCallToCall(t *testing.T) {
	for _, same := range [][]string{
		{ // literals and parameters, comments, case, white space, dollar quotes
			"select * from t where a = ?", "SELECT  *\n FROM t WHERE a=1", "select*from t where a = $12 /* c */",
			"select * from t where a = 'it''s'", "select * from t where a = :name;", "select * from t where a = 1.5e9",
			"select * from t where a = 1.5e-9", "select * from t where a = -7", "select * from t where a = .5", "select * from t where a = 0x1F",
			"select * from t where a = $$x$$", "select * from t where a = $tag$ $$ ' $tag$", "select * from t where a = @name",
			`select * from t where a = E'it\'s' -- c`, "select * from t where a = x'ab' ; ", "select * from t where a = ?7", "/* '*/select * from t where a=:a",
			"select * from t where a = '/* no comment'", "select * from t where a = '-- nor this'",
		},
		{ // lists
			"select * from t where a in (?) and b", "select * from t where a in (1,2,3) and b", "select * from t where a in( ?, ? ) and b",
			"select * from t where a IN ($1,$2)and b", "select * from t where a in (-1, +2, 'x') and b",
		},
		{ // rows
			"insert into t(a, b) values (?)", "INSERT INTO t (a,b) VALUES (1,2)", "insert into t(a, b) values ($1,$2),($3,$4), ($5,$6)",
		},
		{`select "A b" from t`, `SELECT "A b" FROM t -- end`, "select \"A b\"from t"},
		{"select a, b from t", "select a , b from t", "select a,b from t"},
		{"select f(a)::int from t.u", "select f (a) :: INT from t . u", "select f( a )::int from t.u"},
		{"select a->>? from t where a <= ? or a <> ?", "select a ->> 'k' from t where a<=$1 or a<>$2"},
		{"select ? from t where b @> ?", "select 1, 2 from t where b @>$1"},
	} {
		want := sqlwatch.Shape(same[0])
		for _, text := range same {
			require.Equal(t, want, sqlwatch.Shape(text), text)
		}
	}
}

func TestShapeKeepsWhatMatters(t *testing.T) {
	for _, different := range [][2]string{
		{"select a from t", "select b from t"},
		{`select "a" from t`, `select "A" from t`},
		{"select * from t where a < ?", "select * from t where a <= ?"},
		{"select * from t where a = ? and b = ?", "select * from t where a = ?"},
		{"select * from t limit ?", "select * from t offset ?"},
		{"select a, ?", "select a"},
		{"select ?::int", "select ?::text"},
		{"update t set a = ?", "update t set a = ?; delete from t"},
		{"select v$session from t", "select v$process from t"},
	} {
		require.NotEqual(t, sqlwatch.Shape(different[0]), sqlwatch.Shape(different[1]))
	}
}

func TestShapeIsReadable(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT count ( * ),t.* FROM a.t WHERE ID in(1,2)and x=?":   "select count(*), t.* from a.t where id in (?) and x = ?",
		"SELECT a FROM t ORDER BY a LIMIT 10 OFFSET 20;":            "select a from t order by a limit ? offset ?",
		"select arr[1], 'x' || a from t where (a,b)>(?,?)":          "select arr[?], ? || a from t where (a, b) > (?)",
		"INSERT INTO t VALUES (1,'a',now())":                        "insert into t values (?, now())",
		"with x as(select 1)select-1,a-1 from x":                    "with x as (select ?) select ?, a - ? from x",
		"update t set a=$1,b=b+1 where c is not null and d=any($2)": "update t set a = ?, b = b + ? where c is not null and d = any(?)",
		"select 1;select 2": "select ?; select ?",
		"":                  "",
	} {
		require.Equal(t, want, sqlwatch.Shape(text))
	}
}

// A shape says the same whatever stands between the tokens, and no literal is seen in it.
func TestShapeIsBlindToSpaceAndValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.SampledFrom([]string{
			"select", "FROM", "t", "a.b", "count", "(", ")", ",", "in", "=", "<=", "<>", "||", "->>", "::", "*", "limit", `"Q q"`, "[", "]", ";", ".", "LITERAL",
		})).Draw(t, "pieces")
		write := func(label string) string {
			var b strings.Builder
			for _, p := range pieces {
				if p == "LITERAL" {
					p = rapid.SampledFrom([]string{"'secret'", "42", "$1", "?", ":secret", "$x$secret$x$", "E'\\'secret'", "0.5"}).Draw(t, label)
				}
				b.WriteString(p)
				b.WriteString(rapid.SampledFrom([]string{" ", "\n\t", "/* secret */", " -- secret\n"}).Draw(t, label))
			}
			return sqlwatch.Shape(b.String())
		}
		one, other := write("one"), write("other")
		if one != other {
			t.Fatalf("%q and %q", one, other)
		}
		if strings.Contains(one, "secret") {
			t.Fatalf("%q shows a literal or a comment", one)
		}
	})
}

// A shape is the shape of itself, whatever the text.
func FuzzShape(f *testing.F) {
	for _, seed := range []string{"", "'", "$tag$", "/*", "--", "a''b", "$1", `"`, ".5", "(?,?)", "é", "E'\\", "::", ";;", "(?), (?)", "1e+", "a.", ", ,", "- -1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		shape := sqlwatch.Shape(query)
		require.LessOrEqual(t, len(shape), 2*len(query)+1)
		require.Equal(t, shape, sqlwatch.Shape(shape))
	})
}
