package shortener

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// maxURL bounds the bytes of a URL: what browsers and proxies take.
const maxURL = 2048

// Normalize returns the one spelling of a URL under which it is stored: ASCII, scheme and
// host in lower case, an international host in its Punycode form, no default port, "/" for
// an empty path, and in the query what no URL may have as it is escaped. What is escaped
// already stays as it is. What is not an absolute http or https URL, has a user or
// password, a control character, a host or port that is none, or is longer than 2048
// bytes, before or after, is a [*RefusedError].
func Normalize(raw string) (string, error) {
	if err := checkText("url", raw); err != nil {
		return "", err
	}
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return "", refuse("url-syntax", "url", "be a URL")
	}
	u.Scheme = strings.ToLower(u.Scheme)
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return "", refuse("url-scheme", "url", "begin with http:// or https://")
	case u.User != nil:
		return "", refuse("url-credentials", "url", "have no user and password")
	case u.Opaque != "" || u.Hostname() == "":
		return "", errHost
	}
	if u.Host, err = hostAndPort(u); err != nil {
		return "", err
	}
	if u.Path == "" {
		u.Path = "/"
	}
	u.RawQuery = escapeQuery(u.RawQuery)
	normal := u.String()
	if len(normal) > maxURL {
		return "", errLength("url")
	}
	return normal, nil
}

var errHost = refuse("url-host", "url", "name a host that the DNS can have, or an address")

func errLength(field string) error {
	return refuse(field+"-length", field, fmt.Sprintf("have at most %d bytes", maxURL))
}

// checkText wants a text that a URL may contain.
func checkText(field, text string) error {
	switch {
	case len(text) > maxURL:
		return errLength(field)
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || r == '\\' || r == utf8.RuneError }):
		return refuse(field+"-characters", field, "be UTF-8 without control characters and backslashes")
	}
	return nil
}

// hostAndPort returns the host and port of a URL as they are stored.
func hostAndPort(u *url.URL) (string, error) {
	host, err := asciiHost(u.Hostname())
	if err != nil {
		return "", err
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if u.Port() == "" {
		return host, nil
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil || port == 0 {
		return "", refuse("url-port", "url", "have a port from 1 to 65535")
	}
	if u.Scheme == "http" && port == 80 || u.Scheme == "https" && port == 443 {
		return host, nil
	}
	return host + ":" + strconv.FormatUint(port, 10), nil
}

// names is idna.Lookup that also wants each label to have 1 to 63 bytes.
var names = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.VerifyDNSLength(true))

// asciiHost returns a host name as the DNS has it, or an address in its one spelling.
func asciiHost(host string) (string, error) {
	if addr, err := netip.ParseAddr(host); err == nil && addr.Zone() == "" { // a zone means nothing elsewhere
		return addr.Unmap().String(), nil
	}
	ascii, err := names.ToASCII(strings.TrimSuffix(host, "."))
	if err == nil && !strings.HasSuffix(ascii, ".") && !numeric(ascii) {
		// What maps to something that maps on is no name.
		if again, err := names.ToASCII(ascii); err == nil && again == ascii {
			return ascii, nil
		}
	}
	return "", errHost
}

// numeric reports whether the last label is a number. No domain has such a name, and
// browsers take 2130706433, 0x7f.1 and 127.1 for spellings of an address: they could lead
// where a name is refused. Source: the WHATWG's URL standard, "ends in a number".
func numeric(host string) bool {
	label := host[strings.LastIndexByte(host, '.')+1:]
	if hex, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

// escapeQuery escapes what the WHATWG's URL standard lets no query have.
func escapeQuery(query string) string {
	var b strings.Builder
	for i := range len(query) {
		switch c := query[i]; {
		case c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>' || c == '\'':
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// checkAlias wants 3 to 32 letters, digits, '-' or '_', and another width than codes
// have, so that an alias is told from a code without a look-up.
func checkAlias(alias string, digits int) error {
	switch {
	case len(alias) < 3 || len(alias) > 32:
		return refuse("alias-length", "alias", "have 3 to 32 characters")
	case len(alias) == digits:
		return refuse("alias-width", "alias", fmt.Sprintf("not have %d characters, which codes have", digits))
	case strings.Trim(alias, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "":
		return refuse("alias-characters", "alias", "consist of letters, digits, - and _")
	case alias == "api" || alias == "healthz" || alias == "readyz" || alias == "metrics":
		return refuse("alias-reserved", "alias", "not be a path of the service")
	}
	return nil
}
