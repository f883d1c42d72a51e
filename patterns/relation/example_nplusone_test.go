package relation_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	_ "modernc.org/sqlite"
)

type (
	blogUser struct {
		id    int
		posts []*blogPost
	}
	blogPost struct{ id, comments int }
)

// blogDB counts the queries that it is asked.
type blogDB struct {
	*sql.DB
	queries int
}

// ints runs a query of integer columns.
func (db *blogDB) ints(query string, args ...any) (out [][]int, err error) {
	db.queries++
	rows, err := db.QueryContext(context.Background(), query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		row, dest := make([]int, len(columns)), make([]any, len(columns))
		for i := range row {
			dest[i] = &row[i]
		}
		if err := rows.Scan(dest...); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

func (db *blogDB) users() (users []*blogUser, err error) {
	rows, err := db.ints(`SELECT id FROM users ORDER BY id`)
	for _, r := range rows {
		users = append(users, &blogUser{id: r[0]})
	}
	return users, err
}

// lazy asks for the posts of each user, and for the comments of each post.
func lazy(db *blogDB, deep bool) ([]*blogUser, error) {
	users, err := db.users()
	for _, u := range users {
		rows, failed := db.ints(`SELECT id FROM posts WHERE user_id = ? ORDER BY id`, u.id)
		err = errors.Join(err, failed)
		for _, r := range rows {
			post := &blogPost{id: r[0]}
			u.posts = append(u.posts, post)
			if deep {
				comments, failed := db.ints(`SELECT id FROM comments WHERE post_id = ?`, post.id)
				err = errors.Join(err, failed)
				post.comments = len(comments)
			}
		}
	}
	return users, err
}

// selectIn asks once for each level.
func selectIn(db *blogDB, deep bool) ([]*blogUser, error) {
	users, err := db.users()
	if err != nil || len(users) == 0 {
		return users, err
	}
	owner, keys := map[int]*blogUser{}, []any{}
	for _, u := range users {
		owner[u.id], keys = u, append(keys, u.id)
	}
	rows, err := db.ints(`SELECT id, user_id FROM posts WHERE user_id IN (`+marks(keys)+`) ORDER BY id`, keys...)
	posts, keys := map[int]*blogPost{}, []any{}
	for _, r := range rows {
		post := &blogPost{id: r[0]}
		posts[post.id], keys = post, append(keys, post.id)
		owner[r[1]].posts = append(owner[r[1]].posts, post)
	}
	if err != nil || !deep || len(keys) == 0 {
		return users, err
	}
	rows, err = db.ints(`SELECT post_id, count(*) FROM comments WHERE post_id IN (`+marks(keys)+`) GROUP BY post_id`, keys...)
	for _, r := range rows {
		posts[r[0]].comments = r[1]
	}
	return users, err
}

func marks(keys []any) string { return strings.TrimSuffix(strings.Repeat("?,", len(keys)), ",") }

// joined asks once for everything: a post comes as many times as it has comments,
// and 0 stands for a part that is missing.
func joined(db *blogDB, _ bool) (users []*blogUser, err error) {
	rows, err := db.ints(`SELECT u.id, coalesce(p.id, 0), coalesce(c.id, 0) FROM users u
		LEFT JOIN posts p ON p.user_id = u.id LEFT JOIN comments c ON c.post_id = p.id ORDER BY u.id, p.id`)
	for _, r := range rows {
		if n := len(users); n == 0 || users[n-1].id != r[0] {
			users = append(users, &blogUser{id: r[0]})
		}
		u := users[len(users)-1]
		if n := len(u.posts); r[1] != 0 && (n == 0 || u.posts[n-1].id != r[1]) {
			u.posts = append(u.posts, &blogPost{id: r[1]})
		}
		if r[2] != 0 {
			u.posts[len(u.posts)-1].comments++
		}
	}
	return users, err
}

// Kill N+1: how?
//
// N+1 is one query for the parents and one more for each of them, hidden in a loop. Load each
// level at once: collect the keys, ask with IN or with an array parameter, and give the rows
// to their parents by a map. That is one query a level whatever N is. A JOIN makes it one in all,
// and repeats the parent's columns in every row.
//
// Follow-ups:
//   - What does Load add? Any number of keys in one query, limits for each parent, relations of relations, and parents that stay as they were after an error, on SQLite and PostgreSQL.
//   - How does a test catch it? Count the queries at 1, 10 and 100 parents: the number must not change; patterns/sqlwatch does that.
//   - What if there are 100,000 keys? Engines limit parameters (65,535 in PostgreSQL, 32,766 in SQLite by default): pass one array, as Load does, or repeat the parents' query as a sub-query.
//   - Does batching help when nobody owns the loop? Yes: collect keys while goroutines wait and send one query; see patterns/relation/batch.
//
// Pitfalls:
//   - Loading the children of a page and limiting them in Go: the limit for each parent belongs in the query.
//   - Two collections joined at once multiply: 10 posts and 10 tags are 100 rows.
//
// Trade-offs: Select-in moves least data and costs a round trip a level; a join saves round trips for to-one relations; lazy is right when most parents' children are never looked at.
//
// From Python: SQLAlchemy's selectinload does this. The Python original calls its nested selectinload "two optimized
// queries": with comments it is three, as counted here, and its lazy loop is 1+N only because it never reads the comments.
//
// Level: mid. Tags: sql, n+1, orm. Needs: sqlite. See: patterns/relation/join, patterns/relation/batch, patterns/sqlwatch/detect.
func Example_nplusone() {
	raw, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer raw.Close()
	raw.SetMaxOpenConns(1)
	if _, err := raw.Exec(`
		CREATE TABLE users (id INTEGER PRIMARY KEY);
		CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT);
		CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INT);
		INSERT INTO users VALUES (1), (2), (3);
		INSERT INTO posts VALUES (1, 1), (2, 1), (3, 2), (4, 3);
		INSERT INTO comments VALUES (1, 1), (2, 1), (3, 4)`); err != nil {
		fmt.Println(err)
		return
	}
	for _, strategy := range []struct {
		name string
		load func(*blogDB, bool) ([]*blogUser, error)
		deep bool
	}{
		{"lazy, posts", lazy, false},
		{"lazy, posts and comments", lazy, true},
		{"select-in, posts", selectIn, false},
		{"select-in, posts and comments", selectIn, true},
		{"join, posts and comments", joined, true},
	} {
		db := &blogDB{DB: raw}
		users, err := strategy.load(db, strategy.deep)
		posts, comments := 0, 0
		for _, u := range users {
			for _, p := range u.posts {
				posts++
				comments += p.comments
			}
		}
		fmt.Printf("%s: queries %d, users %d, posts %d, comments %d %v\n", strategy.name, db.queries, len(users), posts, comments, err)
	}
	// Output:
	// lazy, posts: queries 4, users 3, posts 4, comments 0 <nil>
	// lazy, posts and comments: queries 8, users 3, posts 4, comments 3 <nil>
	// select-in, posts: queries 2, users 3, posts 4, comments 0 <nil>
	// select-in, posts and comments: queries 3, users 3, posts 4, comments 3 <nil>
	// join, posts and comments: queries 1, users 3, posts 4, comments 3 <nil>
}
