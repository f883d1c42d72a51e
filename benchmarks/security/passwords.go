package security

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// verify tells whether a password is the one of a stored hash.
type verify func(given, hash string) (bool, error)

func passwordPeers() map[string]verify {
	return map[string]verify{
		harness.Ours:                      ourVerify(),
		"github.com/alexedwards/argon2id": argon2idVerify,
		"github.com/go-crypt/crypt":       goCryptVerify,
	}
}

func phc(memory, time, threads int, salt string, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", memory, time, threads, b64.EncodeToString([]byte(salt)), b64.EncodeToString(key))
}

const goodSalt = "0123456789abcdef"

// goodHash is of the password "p", at the cost that OWASP asks for.
func goodHash() string {
	return phc(19456, 2, 1, goodSalt, argon2.IDKey([]byte("p"), []byte(goodSalt), 2, 19456, 1, 32))
}

func passwordJobs() []harness.Job {
	hostile := strings.Replace(goodHash(), "m=19456", "m=4194304", 1)
	job := harness.Job{Name: "refuse a stored hash of 4 GiB", Unit: "hash"}
	job.Contestants = append(job.Contestants, contestant(harness.Ours, func() (func() error, error) {
		ask := ourVerify()
		return func() error {
			if _, err := ask("p", hostile); err == nil {
				return errors.New("not refused")
			}
			return nil
		}, nil
	}))
	right := harness.Job{Name: "verify a password, argon2id 19 MiB, 2 passes", Unit: "login"}
	peers := passwordPeers()
	for _, library := range sorted(peers) {
		right.Contestants = append(right.Contestants, contestant(library, func() (func() error, error) {
			hash := goodHash()
			return func() error {
				if ok, err := peers[library]("p", hash); !ok || err != nil {
					return fmt.Errorf("%t, %w", ok, err)
				}
				return nil
			}, nil
		}))
	}
	return []harness.Job{job, right}
}

func passwordRows() []harness.Row {
	peers := passwordPeers()
	good := goodHash()
	change := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	refuse := func(name, hash string) harness.Row {
		return row("a stored hash is refused: "+name, peers, func(ask verify) error {
			start := time.Now()
			ok, err := ask("p", hash)
			switch {
			case ok:
				return errors.New("it verifies")
			case err == nil:
				return errors.New("taken for a wrong password")
			case time.Since(start) > time.Second:
				return fmt.Errorf("after %v of work", time.Since(start).Round(time.Second))
			}
			return nil
		})
	}
	return []harness.Row{
		row("the right password verifies, a wrong one does not", peers, func(ask verify) error {
			if ok, err := ask("p", good); !ok || err != nil {
				return fmt.Errorf("right: %t, %w", ok, err)
			}
			if ok, _ := ask("q", good); ok {
				return errors.New("wrong: verifies")
			}
			return nil
		}),
		refuse("no passes", change("t=2", "t=0")),
		refuse("no threads", change("p=1", "p=0")),
		refuse("257 threads", change("p=1", "p=257")),
		refuse("2 GiB of memory", change("m=19456", "m=2097152")),
		refuse("100 passes", change("t=2", "t=100")),
		refuse("no key", phc(19456, 2, 1, goodSalt, nil)),
		refuse("a key of one byte", phc(19456, 2, 1, goodSalt, argon2.IDKey([]byte("p"), []byte(goodSalt), 2, 19456, 1, 1))),
		refuse("no salt", phc(19456, 2, 1, "", argon2.IDKey([]byte("p"), nil, 2, 19456, 1, 32))),
		refuse("a line break in the key", good[:len(good)-4]+"\n"+good[len(good)-4:]),
		refuse("leading zeros", change("m=19456", "m=019456")),
	}
}
