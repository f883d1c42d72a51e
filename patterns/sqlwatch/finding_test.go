package sqlwatch_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/sqlwatch"
)

// numbered writes ? as the engine has it: PostgreSQL numbers parameters.
func numbered(mark, query string) string {
	for n := 1; mark != "?" && strings.Contains(query, "?"); n++ {
		query = strings.Replace(query, "?", fmt.Sprintf("$%d", n), 1)
	}
	return query
}

// kinds runs statements from one line each and returns what was found.
func kinds(t *testing.T, db *sql.DB, mark, query string, calls ...[]any) []sqlwatch.Kind {
	t.Helper()
	ctx, log := sqlwatch.Record(t, t.Context())
	for _, args := range calls {
		rows, err := db.QueryContext(ctx, numbered(mark, query), args...)
		require.NoError(t, err, query)
		require.NoError(t, rows.Close())
	}
	var found []sqlwatch.Kind
	for _, f := range log.Findings() {
		require.Equal(t, len(calls), f.Count)
		found = append(found, f.Kind)
	}
	return found
}

func args(calls ...any) (all [][]any) {
	for _, c := range calls {
		if list, ok := c.([]any); ok {
			all = append(all, list)
		} else {
			all = append(all, []any{c})
		}
	}
	return all
}

func TestPagingIsNoLoop(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, mark string) {
		type two = []any
		for query, calls := range map[string][][]any{
			`SELECT id FROM item ORDER BY id LIMIT 10 OFFSET ?`:                                  args(0, 10, 20),
			`SELECT id FROM item WHERE id > ? ORDER BY id LIMIT 10`:                              args(0, 10, 20),
			`SELECT id FROM item WHERE name = ? AND id > ? ORDER BY id LIMIT 10`:                 args(two{"a", 0}, two{"a", 10}, two{"a", 20}),
			`SELECT id FROM item WHERE (name, id) > (?, ?) ORDER BY name, id LIMIT 5`:            args(two{"a", 0}, two{"b", 10}, two{"c", 20}),
			`SELECT id FROM item WHERE name = 'x' AND id <= ? ORDER BY id DESC LIMIT ?`:          args(two{30, 10}, two{20, 10}, two{10, 5}),
			`SELECT id FROM item WHERE id BETWEEN 1 AND 9 AND id > ? ORDER BY id LIMIT 2 -- 'x'`: args(1, 2, 3),
		} {
			require.Empty(t, kinds(t, db, mark, query, calls...), query)
		}
		// The first page of each parent is no paging, nor is a loop over bounds without a limit.
		for query, calls := range map[string][][]any{
			`SELECT id FROM item WHERE name = ? ORDER BY id LIMIT 10`:            args("a", "b", "c"),
			`SELECT id FROM item WHERE name = ? AND id > ? ORDER BY id LIMIT 10`: args(two{"a", 0}, two{"b", 0}, two{"c", 0}),
			`SELECT id FROM item WHERE name = ? ORDER BY id LIMIT 1 OFFSET ?`:    args(two{"a", 0}, two{"b", 1}, two{"c", 2}),
			`SELECT count(*) FROM item WHERE id > ?`:                             args(0, 10, 20),
		} {
			require.Equal(t, []sqlwatch.Kind{sqlwatch.NPlusOne}, kinds(t, db, mark, query, calls...), query)
		}
		require.Equal(t, []sqlwatch.Kind{sqlwatch.Duplicate},
			kinds(t, db, mark, `SELECT id FROM item WHERE id > ? ORDER BY id LIMIT 10`, args(7, 7, 7)...), "the same page")
	})
}

func TestLiteralsInTheTextAreArguments(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, mark string) {
		ctx, log := sqlwatch.Record(t, t.Context())
		for id := range 3 {
			exec(ctx, t, db, fmt.Sprintf(`SELECT name FROM item WHERE id = %d`, id))
		}
		for trace := range 3 {
			exec(ctx, t, db, fmt.Sprintf(`SELECT id FROM item WHERE name = 'x' /* trace %d */`, trace))
		}
		for id := range 3 {
			exec(ctx, t, db, fmt.Sprintf(`SELECT id FROM item LIMIT 2 OFFSET %d`, 2*id))
		}
		found := log.Findings()
		require.Len(t, found, 2, "%v", found)
		require.Equal(t, sqlwatch.NPlusOne, found[0].Kind)
		require.Equal(t, sqlwatch.Duplicate, found[1].Kind, "a comment is no argument")
		require.NotContains(t, fmt.Sprint(found), "'x'", "no literal is shown")
	})
}

func TestTransactionsCursorsAndChecksRepeat(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, mark string) {
		for _, query := range []string{`SELECT 1`, `EXPLAIN SELECT id FROM item`} {
			require.Empty(t, kinds(t, db, mark, query, args([]any{}, []any{}, []any{})...), query)
		}
		ctx, log := sqlwatch.Record(t, t.Context())
		tx, err := db.BeginTx(ctx, nil)
		require.NoError(t, err)
		for id := range 3 {
			for _, text := range []string{`SAVEPOINT s%d`, `INSERT INTO item VALUES (%d, 'x')`, `ROLLBACK TO SAVEPOINT s%d`, `RELEASE SAVEPOINT s%d`} {
				_, err := tx.ExecContext(ctx, fmt.Sprintf(text, id))
				require.NoError(t, err)
			}
		}
		require.NoError(t, tx.Commit())
		found := log.Findings()
		require.Len(t, found, 1, "%v", found)
		require.Equal(t, sqlwatch.WriteLoop, found[0].Kind)
		require.Empty(t, log.Findings("insert into item"))
	})
}

func TestQueueWorkIsNoLoop(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, mark string) {
		if mark == "?" {
			return // SQLite has no SKIP LOCKED
		}
		none := args([]any{}, []any{}, []any{})
		require.Empty(t, kinds(t, db, mark, `SELECT id FROM item LIMIT 1 FOR UPDATE SKIP LOCKED`, none...))
		require.Equal(t, []sqlwatch.Kind{sqlwatch.Duplicate}, kinds(t, db, mark, `WITH w AS (SELECT 1) SELECT id FROM item FOR NO KEY UPDATE`, none...))
		require.Equal(t, []sqlwatch.Kind{sqlwatch.WriteLoop},
			kinds(t, db, mark, `WITH w AS (DELETE FROM item WHERE id = ? RETURNING id) SELECT id FROM w`, args(1, 2, 3)...))
	})
}

// repository is code between the test and the database, as a project has it.
type repository struct{ db *sql.DB }

func (r repository) name(ctx context.Context, mark string, id int) {
	var name string
	_ = r.db.QueryRowContext(ctx, `SELECT name FROM item WHERE id = `+mark, id).Scan(&name)
}

// descend asks at each level of a tree.
func (r repository) descend(ctx context.Context, mark string, id int) {
	if id > 0 {
		r.name(ctx, mark, id)
		r.descend(ctx, mark, id-1)
	}
}

func TestAHelperInALoopIsToldFromOneCalledHereAndThere(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, mark string) {
		repo := repository{db}
		ctx, log := sqlwatch.Record(t, t.Context())
		repo.name(ctx, mark, 1)
		repo.name(ctx, mark, 2)
		repo.name(ctx, mark, 3)
		repo.name(ctx, mark, 4)
		require.Empty(t, log.Findings(), "four lines, no loop")

		for id := range 4 {
			repo.name(ctx, mark, id)
		}
		found := log.Findings()
		require.Len(t, found, 1)
		require.Equal(t, 4, found[0].Count)
		require.Regexp(t, `finding_test\.go:\d+$`, found[0].From, "where the loop is")
		require.NotEqual(t, found[0].From, fmt.Sprintf("%s:%d", found[0].File, found[0].Line))
		require.Regexp(t, `finding_test\.go:\d+: N\+1: 4 times select name from item where id = \?: ask once, with all keys, called at \S+finding_test\.go:\d+$`, found[0].String())
		require.Empty(t, log.Findings(fmt.Sprintf("finding_test.go:%d", found[0].Line)), "allowed by its line")
		require.Len(t, log.Findings("another_test.go"), 1)

		log.Reset()
		repo.descend(ctx, mark, 5)
		found = log.Findings()
		require.Len(t, found, 1, "a recursion is a loop: %v", found)
		require.GreaterOrEqual(t, found[0].Count, 4)
	})
}

func TestJudgementsFailTheTest(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, mark string) {
		judged := &tb{}
		ctx, log := sqlwatch.Record(judged, t.Context())
		for id := range 5 {
			exec(ctx, t, db, `SELECT name FROM item WHERE id = `+mark, id)
		}
		for range 4 {
			exec(ctx, t, db, `SELECT count(*) FROM item`)
		}
		for id := range 3 {
			exec(ctx, t, db, `INSERT INTO item VALUES (`+mark+`, 'x')`, id)
		}
		exec(ctx, t, db, `SELECT name FROM item`)

		log.MaxQueries(13)
		log.NoNPlusOne("where id =", "count(*)", "insert into")
		require.Empty(t, judged.said)
		log.MaxQueries(12)
		require.Len(t, judged.said, 1)
		require.Regexp(t, `^sqlwatch: 13 queries ran, want 12 at the most:
	\S+constant_test.go:\d+: 5 times select name from item where id = \?, called at \S+finding_test.go:\d+
	\S+: 4 times select count\(\*\) from item, called at \S+
	\S+: 3 times insert into item values \(\?\), called at \S+
	\S+: 1 times select name from item, called at \S+$`, judged.said[0])
		log.NoNPlusOne("count(*)")
		require.Len(t, judged.said, 3)
		require.Regexp(t, `^sqlwatch: \S+:\d+: N\+1: 5 times`, judged.said[1])
		require.Regexp(t, `^sqlwatch: \S+:\d+: write loop: 3 times .* write all rows with one statement`, judged.said[2])
	})
}
