package password

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// Sizes in bytes. RFC 9106 recommends 16 of salt; keys under 16 bytes could be guessed.
const (
	saltSize, minSalt, maxSalt = 16, 8, 64
	keySize, minKey, maxKey    = 32, 16, 64
	maxStored                  = 256
)

// stored is a parsed argon2id hash. The string format is PHC's: its id, the version,
// the parameters in their order, salt and key in base64 without padding.
type stored struct {
	params    Params // Cost is not used.
	pepper    string
	salt, key []byte
}

// appendTo writes the one canonical form.
func (s stored) appendTo(b []byte) []byte {
	b = append(b, "$argon2id$v=19$m="...)
	b = strconv.AppendUint(b, uint64(s.params.Memory), 10)
	b = append(b, ",t="...)
	b = strconv.AppendUint(b, uint64(s.params.Time), 10)
	b = append(b, ",p="...)
	b = strconv.AppendUint(b, uint64(s.params.Threads), 10)
	if s.pepper != "" {
		b = append(append(b, ",keyid="...), s.pepper...)
	}
	b = base64.RawStdEncoding.AppendEncode(append(b, '$'), s.salt)
	return base64.RawStdEncoding.AppendEncode(append(b, '$'), s.key)
}

// parseArgon2id reads a hash that the limit allows. What it reads must be, byte for byte,
// what appendTo writes: that one comparison refuses leading zeros, other orders, line
// breaks, padding and stray bits at once.
func parseArgon2id(text string, limit Params) (stored, error) {
	malformed := func(what string) (stored, error) { return stored{}, fmt.Errorf("%w: %s", ErrHash, what) }
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v=19" {
		return malformed("no argon2id hash of version 19")
	}
	var s stored
	for field := range strings.SplitSeq(parts[3], ",") {
		name, value, _ := strings.Cut(field, "=")
		if name == "keyid" {
			s.pepper = value
			continue
		}
		n, err := strconv.ParseUint(value, 10, 32)
		if err != nil {
			return malformed("a parameter is no number")
		}
		switch name {
		case "m":
			s.params.Memory = uint32(n)
		case "t":
			s.params.Time = uint32(n)
		case "p":
			s.params.Threads = uint8(min(n, 255)) // #nosec G115 -- bounded in this line; 256 is not canonical.
		default:
			return malformed("an unknown parameter")
		}
	}
	var err error
	if s.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil || len(s.salt) < minSalt || len(s.salt) > maxSalt {
		return malformed("the salt is not 8 to 64 bytes of base64")
	}
	if s.key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(s.key) < minKey || len(s.key) > maxKey {
		return malformed("the key is not 16 to 64 bytes of base64")
	}
	var b [maxStored]byte
	p := s.params
	switch {
	case s.pepper != "" && !isKeyID(s.pepper), string(s.appendTo(b[:0])) != text:
		return malformed("not in canonical form")
	case p.Threads < 1 || p.Time < 1 || p.Memory < 8*uint32(p.Threads):
		return malformed("parameters below the minimum of RFC 9106")
	case p.Memory > limit.Memory || p.Time > limit.Time || p.Threads > limit.Threads:
		return malformed("it costs more than the policy allows")
	}
	return s, nil
}

// parseBcrypt checks a bcrypt hash and returns its cost: the versions 2a, 2b and 2y,
// which mean the same for passwords of 1 to 72 bytes; not 2x, whose authors had a bug,
// nor unknown bytes, which golang.org/x/crypto would take.
func parseBcrypt(text string, limit Params) (int, error) {
	if len(text) != 60 || text[0] != '$' || text[1] != '2' || !strings.Contains("aby", text[2:3]) || text[3] != '$' || text[6] != '$' {
		return 0, fmt.Errorf("%w: no bcrypt hash of version 2a, 2b or 2y", ErrHash)
	}
	if text[4] < '0' || text[4] > '9' || text[5] < '0' || text[5] > '9' {
		return 0, fmt.Errorf("%w: the cost is no number of two digits", ErrHash)
	}
	cost := int(text[4]-'0')*10 + int(text[5]-'0')
	if cost < 4 || cost > limit.Cost {
		return 0, fmt.Errorf("%w: the cost is not what the policy allows", ErrHash)
	}
	const alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	for i := 7; i < 60; i++ {
		v := strings.IndexByte(alphabet, text[i])
		// 22 characters hold 128 bits and 31 hold 184: the last one's spare bits are zero.
		if v < 0 || i == 28 && v&15 != 0 || i == 59 && v&3 != 0 {
			return 0, fmt.Errorf("%w: salt and key are not canonical base64", ErrHash)
		}
	}
	return cost, nil
}
