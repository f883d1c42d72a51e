package patterns_test

import (
	"bufio"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A process that is killed does not run its deferred calls, and nothing that it only
// meant to write is written: the Example shows the files that a crash leaves, this test makes the crash.

// mover is a store that moves a cent from a to b in two writes.
type mover struct {
	open func(dir string) (move func(between func()) error, err error)
	sum  func(dir string) (int, error)
}

var movers = map[string]mover{
	"files":  {openFiles, sumOfFiles},
	"sqlite": {openSQLite, sumOfSQLite},
}

func openFiles(dir string) (func(func()) error, error) {
	read := func(name string) (int, error) {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return 0, err
		}
		return strconv.Atoi(string(text))
	}
	write := func(name string, cents int) error {
		part := filepath.Join(dir, name+".part")
		if err := os.WriteFile(part, []byte(strconv.Itoa(cents)), 0o600); err != nil {
			return err
		}
		return os.Rename(part, filepath.Join(dir, name)) // each write is whole: what fails is the pair
	}
	if _, err := read("a"); os.IsNotExist(err) {
		for name, cents := range map[string]int{"a": 1_000_000, "b": 0} {
			if err := write(name, cents); err != nil {
				return nil, err
			}
		}
	}
	return func(between func()) error {
		a, err := read("a")
		if err != nil {
			return err
		}
		b, err := read("b")
		if err != nil {
			return err
		}
		if err := write("a", a-1); err != nil {
			return err
		}
		between()
		return write("b", b+1)
	}, nil
}

func openSQLite(dir string) (func(func()) error, error) {
	db, err := sql.Open("sqlite", filepath.Join(dir, "bank.db"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`CREATE TABLE IF NOT EXISTS account (name TEXT PRIMARY KEY, cents INT NOT NULL);
		INSERT INTO account VALUES ('a', 1000000), ('b', 0) ON CONFLICT DO NOTHING`); err != nil {
		return nil, err
	}
	return func(between func()) error {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if _, err := tx.Exec(`UPDATE account SET cents = cents - 1 WHERE name = 'a'`); err != nil {
			return err
		}
		between()
		if _, err := tx.Exec(`UPDATE account SET cents = cents + 1 WHERE name = 'b'`); err != nil {
			return err
		}
		return tx.Commit()
	}, nil
}

func sumOfSQLite(dir string) (sum int, err error) {
	db, err := sql.Open("sqlite", filepath.Join(dir, "bank.db"))
	if err != nil {
		return 0, err
	}
	defer db.Close()
	return sum, db.QueryRow(`SELECT sum(cents) FROM account`).Scan(&sum)
}

// victimVar asks this program to be the process that is killed: store, folder, and how.
const victimVar = "COOKBOOK_STORAGE_VICTIM"

func TestMain(m *testing.M) {
	if task := os.Getenv(victimVar); task != "" {
		fmt.Println(victim(strings.SplitN(task, ",", 3)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// victim moves money until it is killed. It says a line after each move, and, if it is to
// be killed between two writes, it says so there and waits.
func victim(task []string) error {
	move, err := movers[task[0]].open(task[2])
	if err != nil {
		return err
	}
	for turn := 0; ; turn++ {
		err := move(func() {
			if task[1] == "between" && turn == 3 {
				fmt.Println("between")
				time.Sleep(time.Hour)
			}
		})
		if err != nil {
			return err
		}
		fmt.Println("moved")
	}
}

// kill starts a victim, kills it, between two writes or after so many moves and at
// whatever it does then, and returns how many moves it has said to be done.
func kill(t *testing.T, store, dir, how string, moves int) (done int) {
	exe, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), victimVar+"="+store+","+how+","+dir)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for done < moves && lines.Scan() {
		switch lines.Text() {
		case "moved":
			done++
		case "between":
			moves = done
		default:
			t.Errorf("the victim says %q", lines.Text())
		}
	}
	require.NoError(t, cmd.Process.Kill())
	_, err = io.Copy(io.Discard, out)
	require.NoError(t, err)
	require.Error(t, cmd.Wait(), "it was killed")
	return done
}

// A transaction keeps the sum in every crash between its two writes; two files lose
// a cent in each.
func TestAProcessKilledBetweenTwoWrites(t *testing.T) {
	for store, lost := range map[string]int{"files": 1, "sqlite": 0} {
		t.Run(store, func(t *testing.T) {
			dir := t.TempDir()
			for crash := range crashes {
				require.Equal(t, 3, kill(t, store, dir, "between", 1<<30))
				sum, err := movers[store].sum(dir)
				require.NoError(t, err)
				require.Equal(t, 1_000_000-lost*(crash+1), sum)
			}
		})
	}
}

// Nor does a crash at any other moment lose money, or a move that was said to be done.
func TestAProcessKilledAtAnyMoment(t *testing.T) {
	dir := t.TempDir()
	said := 0
	random := rand.New(rand.NewPCG(1, 2))
	for range crashes {
		said += kill(t, "sqlite", dir, "anywhere", 1+random.IntN(20))
		sum, err := sumOfSQLite(dir)
		require.NoError(t, err)
		require.Equal(t, 1_000_000, sum)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "bank.db"))
	require.NoError(t, err)
	defer db.Close()
	var moved int
	require.NoError(t, db.QueryRow(`SELECT cents FROM account WHERE name = 'b'`).Scan(&moved))
	require.GreaterOrEqual(t, moved, said)
}
