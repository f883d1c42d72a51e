package security_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"

	"github.com/goconcepts/cookbook/security"
)

// How do you keep secrets out of logs?
//
// Give them a type that cannot be printed. [security.Secret] answers fmt, slog, JSON,
// XML, text and gob with "[REDACTED]", and holds the value in a closure: where fmt
// calls no method, as in an unexported field, it finds an address and no secret. Reveal is the only way out,
// and a reviewer can search for it. OWASP ASVS 5.0 asks for this in 16.2.5.
//
// Follow-ups:
//   - Why is a String method not enough? An unexported field is printed without it, and JSON never asks for it.
//   - Why not filter the log lines? A filter knows yesterday's patterns; the type is right for every field that carries it.
//   - Does it protect memory? No: a core dump holds it; keep the time between Reveal and use short.
//
// Pitfalls:
//   - The secret leaves its type as soon as it is concatenated: a DSN or a URL with a password in it must be a Secret as a whole.
//   - An error of a driver may quote the connection string it was given.
//
// Trade-offs: A log handler with ReplaceAttr redacts by key and needs no new type; it
// sees neither fmt nor the inside of structs. Use it besides, as a net.
//
// From Python: Pydantic's SecretStr does this for repr, str and model_dump; a dataclass with
// field(repr=False) hides the field from repr alone, and vars or asdict show it.
//
// Level: mid. Tags: secrets, logging, fmt, slog. See: [slog.LogValuer], security/compare.
func Example_redact() {
	type account struct {
		User     string
		Password security.Secret[string]
		recovery security.Secret[string]
		Tokens   map[string]*security.Secret[string]
	}
	s := security.NewSecret("hunter2")
	a := account{"ada", s, s, map[string]*security.Secret[string]{"api": &s}}

	var out bytes.Buffer
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, format, a)
		fmt.Fprintf(&out, format, []any{&a, s})
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("login", "account", a, "password", s)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("login", "account", a, "password", s)
	_ = json.NewEncoder(&out).Encode(a)
	fmt.Fprint(&out, fmt.Errorf("login of %v failed", a))

	hex := fmt.Sprintf("%x", "hunter2")
	fmt.Println("printed:", strings.Contains(out.String(), "hunter2") || strings.Contains(out.String(), hex))
	fmt.Println("as itself:", s)
	fmt.Println("on purpose:", a.recovery.Reveal())
	// Output:
	// printed: false
	// as itself: [REDACTED]
	// on purpose: hunter2
}
