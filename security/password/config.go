package password

import (
	"crypto/rand"
	"errors"
	"fmt"
	"maps"

	"golang.org/x/sync/semaphore"
)

// The errors of this package. None repeats a password, a hash or a part of them.
var (
	// ErrMismatch says that the password is not the one that was stored.
	ErrMismatch = errors.New("password: mismatch")
	// ErrHash says that a stored hash was refused before any work: it is malformed, not
	// canonical, too weak to be trusted, or dearer than the policy allows.
	ErrHash = errors.New("password: stored hash refused")
	// ErrPassword says that a password cannot be stored: it is empty or too long, or
	// bcrypt would not use the whole of it.
	ErrPassword = errors.New("password: refused")
)

// maxPassword bounds a password in bytes, so that its length costs nothing.
const maxPassword = 4096

// Algorithm is how a password is hashed.
type Algorithm uint8

// The algorithms. The zero Algorithm is Argon2id.
const (
	Argon2id Algorithm = iota // RFC 9106; the default.
	Bcrypt                    // 72 bytes at most; for systems that cannot have argon2id.
)

// Params is the cost of a hash.
type Params struct {
	Memory  uint32 // argon2id: KiB of memory.
	Time    uint32 // argon2id: passes over the memory.
	Threads uint8  // argon2id: lanes, computed at once.
	Cost    int    // bcrypt: the logarithm of the rounds.
}

// Config is the configuration of a [Hasher]. The zero Config is a good one.
type Config struct {
	// Algorithm of new hashes. Hashes of both verify.
	Algorithm Algorithm
	// Params of new hashes. Zero fields mean 19456 KiB, 2 passes, 1 thread, bcrypt cost 12.
	Params Params
	// Max is the dearest stored hash that Verify works on. Zero fields mean 65536 KiB,
	// 5 passes, 4 threads, bcrypt cost 14, or what Params says where that is more.
	Max Params
	// InFlight bounds the memory of all hashing at once, in KiB: what does not fit waits.
	// It is at least Max.Memory; zero means 262144 (256 MiB). bcrypt counts as 19456 KiB,
	// for the sake of the processors.
	InFlight uint32
	// Peppers are secret keys by id (1 to 16 letters and digits), at least 16 bytes each,
	// kept apart from the database. Argon2id passwords go through HMAC-SHA-256 with the
	// key, whose id stands in the hash. Keep old keys for as long as hashes name them.
	Peppers map[string][]byte
	// Pepper is the id of the key for new hashes; empty means none. bcrypt hashes have no
	// place for an id and take none.
	Pepper string
}

// Hasher hashes and verifies passwords; [New] makes one. It may be used by several
// goroutines, must not be copied, keeps no goroutine and needs no Close.
type Hasher struct {
	algorithm Algorithm
	params    Params
	limit     Params
	peppers   map[string][]byte
	pepper    string
	salt      []byte // For VerifyMissing.
	memory    *semaphore.Weighted
}

// New returns a Hasher. An error names the field, the value and what is allowed.
func New(c Config) (*Hasher, error) {
	if c.Algorithm > Bcrypt {
		return nil, fmt.Errorf("password: Config.Algorithm is %d, want Argon2id or Bcrypt", c.Algorithm)
	}
	p := withDefaults(c.Params, Params{19456, 2, 1, 12})
	if err := p.check("Params"); err != nil {
		return nil, err
	}
	d := Params{max(65536, p.Memory), max(5, p.Time), max(4, p.Threads), max(14, p.Cost)}
	limit := withDefaults(c.Max, d)
	if err := limit.check("Max"); err != nil {
		return nil, err
	}
	if err := limit.covers(p); err != nil {
		return nil, err
	}
	if c.InFlight == 0 {
		c.InFlight = max(262144, limit.Memory)
	}
	if c.InFlight < max(limit.Memory, bcryptWeight) {
		return nil, fmt.Errorf("password: Config.InFlight is %d KiB, want %d or more: what one hash may take", c.InFlight, max(limit.Memory, bcryptWeight))
	}
	if err := c.checkPeppers(); err != nil {
		return nil, err
	}
	h := &Hasher{
		algorithm: c.Algorithm, params: p, limit: limit, pepper: c.Pepper, peppers: maps.Clone(c.Peppers),
		salt: make([]byte, saltSize), memory: semaphore.NewWeighted(int64(c.InFlight)),
	}
	for id, key := range h.peppers {
		h.peppers[id] = append([]byte(nil), key...)
	}
	_, _ = rand.Read(h.salt) // Documented never to return an error.
	return h, nil
}

func withDefaults(p, d Params) Params {
	if p.Memory == 0 {
		p.Memory = d.Memory
	}
	if p.Time == 0 {
		p.Time = d.Time
	}
	if p.Threads == 0 {
		p.Threads = d.Threads
	}
	if p.Cost == 0 {
		p.Cost = d.Cost
	}
	return p
}

// check holds costs to what the algorithms take without changing them silently.
func (p Params) check(field string) error {
	switch {
	case p.Memory < 8*uint32(p.Threads) || p.Memory > 4<<20:
		return fmt.Errorf("password: Config.%s.Memory is %d KiB, want 8*Threads to 4194304", field, p.Memory)
	case p.Time > 1000:
		return fmt.Errorf("password: Config.%s.Time is %d, want 1 to 1000", field, p.Time)
	case p.Cost < 4 || p.Cost > 31:
		return fmt.Errorf("password: Config.%s.Cost is %d, want 4 to 31", field, p.Cost)
	}
	return nil
}

// covers refuses a maximum that is below what new hashes cost.
func (p Params) covers(used Params) error {
	for _, f := range []struct {
		name      string
		max, used int64
	}{
		{"Memory", int64(p.Memory), int64(used.Memory)},
		{"Time", int64(p.Time), int64(used.Time)},
		{"Threads", int64(p.Threads), int64(used.Threads)},
		{"Cost", int64(p.Cost), int64(used.Cost)},
	} {
		if f.max < f.used {
			return fmt.Errorf("password: Config.Max.%s is %d, want %d (that of Config.Params) or more", f.name, f.max, f.used)
		}
	}
	return nil
}

func (c Config) checkPeppers() error {
	for id, key := range c.Peppers {
		if !isKeyID(id) {
			return errors.New("password: Config.Peppers has an id that is not 1 to 16 ASCII letters and digits")
		}
		if len(key) < 16 {
			return fmt.Errorf("password: Config.Peppers has a key of %d bytes, want 16 or more", len(key))
		}
	}
	if c.Pepper == "" {
		return nil
	}
	if _, ok := c.Peppers[c.Pepper]; !ok {
		return errors.New("password: Config.Pepper: no such key in Config.Peppers")
	}
	if c.Algorithm == Bcrypt {
		return errors.New("password: Config.Pepper: a bcrypt hash has no place for its id")
	}
	return nil
}

func isKeyID(id string) bool {
	for i := range len(id) {
		if c := id[i]; (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return len(id) >= 1 && len(id) <= 16
}
