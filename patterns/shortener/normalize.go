package shortener

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// maxURL bounds the bytes of a URL: what browsers and proxies take.
const maxURL = 2048

// RefusedError is the error of a URL or alias that the service does not shorten.
// It tells the rule and never repeats the input.
type RefusedError struct {
	Field string // url, alias or expires
	Rule  string // what it must be
}

// Error names the field and the rule.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("shortener: %s refused: it must %s", e.Field, e.Rule)
}

func refuse(field, rule string) error { return &RefusedError{field, rule} }

// Normalize returns the one spelling of a URL under which it is stored: scheme and
// host in lower case, an international host in its ASCII form, no default port, "/"
// for an empty path. Query and fragment stay as they are. What is not an absolute
// http or https URL, has a user or password, a control character, a port that is
// none, or is longer than 2048 bytes is a [*RefusedError].
func Normalize(raw string) (string, error) {
	if err := checkText("url", raw); err != nil {
		return "", err
	}
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return "", refuse("url", "be a URL")
	}
	u.Scheme = strings.ToLower(u.Scheme)
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return "", refuse("url", "begin with http:// or https://")
	case u.User != nil:
		return "", refuse("url", "have no user and password")
	case u.Opaque != "" || u.Hostname() == "":
		return "", refuse("url", "name a host")
	}
	host, err := asciiHost(u.Hostname())
	if err != nil {
		return "", err
	}
	port := u.Port()
	if u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		port = ""
	}
	switch {
	case port != "":
		u.Host = net.JoinHostPort(host, port)
	case strings.Contains(host, ":"):
		u.Host = "[" + host + "]"
	default:
		u.Host = host
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), nil
}

// forbidden are the characters that no URL may have, written or escaped by nobody.
func forbidden(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' || r == utf8.RuneError }

// names is idna.Lookup that also wants each label to have 1 to 63 bytes.
var names = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.VerifyDNSLength(true))

// asciiHost returns a host name as the DNS has it.
func asciiHost(host string) (string, error) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.String(), nil
	}
	ascii, err := names.ToASCII(strings.TrimSuffix(host, "."))
	if err == nil && !strings.HasSuffix(ascii, ".") {
		// What maps to an address or to something that maps on is no name.
		again, failed := names.ToASCII(ascii)
		if _, noAddr := netip.ParseAddr(ascii); failed == nil && again == ascii && noAddr != nil {
			return ascii, nil
		}
	}
	return "", refuse("url", "name a host that the DNS can have")
}

// checkAlias wants 3 to 32 letters, digits, '-' or '_', and another width than codes
// have, so that an alias is told from a code without a look-up.
func checkAlias(alias string, digits int) error {
	switch {
	case len(alias) < 3 || len(alias) > 32:
		return refuse("alias", "have 3 to 32 characters")
	case len(alias) == digits:
		return refuse("alias", fmt.Sprintf("not have %d characters, which codes have", digits))
	case strings.Trim(alias, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "":
		return refuse("alias", "consist of letters, digits, - and _")
	case alias == "api" || alias == "healthz" || alias == "readyz" || alias == "metrics":
		return refuse("alias", "not be a path of the service")
	}
	return nil
}
