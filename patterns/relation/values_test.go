package relation_test

import (
	"database/sql"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/relation"
)

// values has a field of each type that an engine reads by itself, and of some that it leaves
// to the driver.
type values struct {
	Owner    int64
	Big      int64
	Int      int
	Small    int64
	Narrow   int32
	Flag     bool
	Real     float64
	Text     string
	Varchar  string
	Maybe    *string
	Null     sql.Null[int64]
	NullText sql.NullString
}

// Values are read as the driver would read them, whether the fast way knows their types or not.
func TestValuesOfEveryKind(t *testing.T) {
	type parent struct {
		id  int64
		all []values
	}
	plain := func(r *relation.Row, v *values) {
		r.Column("owner", &v.Owner)
		r.Column("big", &v.Big)
		r.Column("int", &v.Int)
		r.Column("small", &v.Small)
		r.Column("real_one", &v.Real)
		r.Column("text_one", &v.Text)
		r.Column("varchar_one", &v.Varchar)
	}
	awkward := func(r *relation.Row, v *values) {
		plain(r, v)
		r.Column("small", &v.Narrow)
		r.Column("flag", &v.Flag)
		r.Column("maybe", &v.Maybe)
		r.Column("big", &v.Null)
		r.Column("maybe", &v.NullText)
	}
	engines(t, func(t *testing.T, e *engine) {
		e.load(t, `CREATE TEMPORARY TABLE vals (owner BIGINT, big BIGINT, int INT, small SMALLINT, flag BOOLEAN,
			real_one DOUBLE PRECISION, text_one TEXT, varchar_one VARCHAR(9), maybe TEXT)`)
		long := strings.Repeat("long ", 10_000)
		var want []values
		for i := range int64(300) {
			v := values{
				Owner: 1, Big: math.MaxInt64 - i, Int: -int(i), Small: -i, Flag: i%2 == 0, Real: -0.5 * float64(i),
				Text: strings.Repeat("t", int(i)), Varchar: fmt.Sprint("v", i),
			}
			if i%50 == 7 {
				v.Text = long
			}
			mark := e.Engine().Parameter
			insert := strings.ReplaceAll(`INSERT INTO vals VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL)`, "?", mark)
			require.NoError(t, e.exec(t.Context(), insert, v.Owner, v.Big, v.Int, v.Small, v.Flag, v.Real, v.Text, v.Varchar))
			want = append(want, v)
		}
		load := func(bind func(*relation.Row, *values)) []values {
			ps := []parent{{id: 1}}
			rel := relation.HasMany(func(p *parent) int64 { return p.id }, func(v *values) int64 { return v.Owner },
				func(p *parent, vs []values) { p.all = vs }, relation.From("vals", "big", bind).By("owner"))
			require.NoError(t, relation.Load(t.Context(), e, ps, rel.Order("big DESC")))
			return ps[0].all
		}
		for i, v := range load(plain) {
			w := want[i]
			w.Flag = false
			require.Equal(t, w, v)
		}
		for i, v := range load(awkward) {
			w := want[i]
			w.Narrow, w.Null = int32(w.Small), sql.Null[int64]{V: w.Big, Valid: true}
			require.Equal(t, w, v)
		}

		// A NULL among values that are not comes out as the driver's error.
		e.load(t, `UPDATE vals SET text_one = NULL WHERE int = -200`)
		ps := []parent{{id: 1}}
		rel := relation.HasMany(func(p *parent) int64 { return p.id }, func(v *values) int64 { return v.Owner },
			func(p *parent, vs []values) { p.all = vs }, relation.From("vals", "big", plain).By("owner"))
		require.ErrorContains(t, relation.Load(t.Context(), e, ps, rel), "NULL")
		require.Nil(t, ps[0].all)
	})
}
