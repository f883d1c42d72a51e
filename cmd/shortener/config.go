package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// settings are what flags and environment say, checked.
type settings struct {
	addr, admin string // admin: empty for no second listener
	db          string // a file, or a connection string
	key         string // a file
	base        *url.URL
	redirect    int // the status
	drain       time.Duration
	rate, burst int // requests a second of one client, and at once; rate 0: no limit
	trusted     []netip.Prefix
	level       slog.Level
	format      string
	version     bool
}

// postgres reports whether the links are in PostgreSQL.
func (s *settings) postgres() bool { return isPostgres(s.db) }

// option is one setting: a flag, and the environment's variable of the same name.
type option struct {
	name, usage, value string // value is the default
	set                func(s *settings, value string) error
	secret             bool // the value may hold a password: no error shows it
}

// variable returns the environment's name for the option.
func (o *option) variable() string {
	return "SHORTENER_" + strings.ToUpper(strings.ReplaceAll(o.name, "-", "_"))
}

// options returns all settings. The error of a set says what the value must be.
func options() []option {
	return []option{
		{name: "addr", value: "127.0.0.1:8080", usage: "where to listen", set: func(s *settings, v string) error {
			s.addr = v
			return checkAddr(v)
		}},
		{name: "admin", value: "127.0.0.1:6060", usage: "where to show metrics and, on a loopback address, pprof; empty: nowhere", set: func(s *settings, v string) error {
			if s.admin = v; v == "" {
				return nil
			}
			return checkAddr(v)
		}},
		{name: "db", value: "shortener.db", usage: "the links: a file, or postgres://...", secret: true, set: setDB},
		{name: "key", usage: "the file with the key of the codes; empty: the db's name with .key", set: func(s *settings, v string) error {
			s.key = v
			return nil
		}},
		{name: "url", usage: "the service's address as the world sees it: shown on the pages, and links to its host are refused", set: setBase},
		{name: "redirect", value: "302", usage: "the status of a redirect: 302, or 301 or 308, which browsers remember and then count no hits", set: func(s *settings, v string) (err error) {
			s.redirect, err = strconv.Atoi(v)
			return rule(err == nil && (s.redirect == 302 || s.redirect == 301 || s.redirect == 308), "302, 301 or 308")
		}},
		{name: "drain", value: "0s", usage: "how long to serve after readiness is off; some seconds behind a balancer", set: func(s *settings, v string) (err error) {
			s.drain, err = time.ParseDuration(v)
			return rule(err == nil && 0 <= s.drain && s.drain <= 10*time.Minute, "a time from 0s to 10m")
		}},
		{name: "rate", value: "100", usage: "requests a second of one client; 0: no limit", set: func(s *settings, v string) (err error) {
			s.rate, err = strconv.Atoi(v)
			return rule(err == nil && 0 <= s.rate && s.rate <= 1e6, "a number from 0 to 1000000")
		}},
		{name: "burst", value: "200", usage: "requests of one client at once, after a rest", set: func(s *settings, v string) (err error) {
			s.burst, err = strconv.Atoi(v)
			return rule(err == nil && 1 <= s.burst && s.burst <= 1e6, "a number from 1 to 1000000")
		}},
		{name: "trusted-proxies", usage: "whose X-Forwarded-For is believed: address ranges, with commas between", set: setTrusted},
		{name: "log-level", value: "info", usage: "debug, info, warn or error; redirects are logged at debug", set: func(s *settings, v string) error {
			return rule(s.level.UnmarshalText([]byte(v)) == nil, "debug, info, warn or error")
		}},
		{name: "log-format", value: "text", usage: "text or json", set: func(s *settings, v string) error {
			s.format = v
			return rule(v == "text" || v == "json", "text or json")
		}},
	}
}

// rule is the error of a value that does not keep it.
func rule(kept bool, want string) error {
	if kept {
		return nil
	}
	return errors.New("want " + want)
}

// parse reads flags and environment; a flag wins. Every setting that is wrong is named.
func parse(args []string, getenv func(string) string, out io.Writer) (settings, error) {
	s := settings{}
	all := options()
	given := map[string]string{}
	set := flag.NewFlagSet("shortener", flag.ContinueOnError)
	set.SetOutput(io.Discard) // the error says it, once
	for _, o := range all {
		set.Func(o.name, o.usage, func(v string) error { given[o.name] = v; return nil })
	}
	set.BoolVar(&s.version, "version", false, "print what it was built from")
	if err := set.Parse(args); errors.Is(err, flag.ErrHelp) {
		return s, errors.Join(err, usage(out, all))
	} else if err != nil {
		return s, fmt.Errorf("%w; -h lists the flags", err)
	}
	var wrong error
	if set.NArg() > 0 {
		wrong = fmt.Errorf("%q is no flag; -h lists the flags", set.Arg(0))
	}
	for _, o := range all {
		source, value := "-"+o.name, o.value
		if v, ok := given[o.name]; ok {
			value = v
		} else if v := getenv(o.variable()); v != "" {
			source, value = o.variable(), v
		}
		if err := o.set(&s, value); err != nil {
			if value = strconv.Quote(value); o.secret {
				value = "not right"
			}
			wrong = errors.Join(wrong, fmt.Errorf("%s is %s, %w", source, value, err))
		}
	}
	if wrong == nil && s.key == "" {
		if s.postgres() {
			return s, errors.New("-key is empty, want a file: all machines on one PostgreSQL need the same key")
		}
		s.key = s.db + ".key"
	}
	return s, wrong
}

// usage prints every setting with its default.
func usage(out io.Writer, all []option) error {
	var b strings.Builder
	b.WriteString("Shortener serves short links. Each flag can be set in the environment too.\n\n")
	for _, o := range all {
		fmt.Fprintf(&b, "  -%s  %s\n        %s", o.name, o.variable(), o.usage)
		if o.value != "" {
			fmt.Fprintf(&b, " (%s)", o.value)
		}
		b.WriteByte('\n')
	}
	b.WriteString("  -version\n        print what it was built from\n")
	_, err := io.WriteString(out, b.String())
	return err
}

func checkAddr(v string) error {
	_, port, err := net.SplitHostPort(v)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	return rule(err == nil, "HOST:PORT, such as 127.0.0.1:8080 or :8080")
}

func isPostgres(db string) bool {
	return strings.HasPrefix(db, "postgres://") || strings.HasPrefix(db, "postgresql://")
}

func setDB(s *settings, v string) error {
	s.db = v
	if isPostgres(v) {
		_, err := url.Parse(v)
		return rule(err == nil, "postgres://USER@HOST/DATABASE with special characters escaped")
	}
	return rule(v != "" && !strings.Contains(v, "://"), "a file, or postgres://...")
}

func setBase(s *settings, v string) error {
	if v == "" {
		return nil
	}
	v = strings.TrimSuffix(v, "/")
	u, err := url.Parse(v)
	s.base = u
	return rule(err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && strings.EqualFold(v, u.Scheme+"://"+u.Host),
		"http:// or https:// and a host, such as https://s.example")
}

func setTrusted(s *settings, v string) error {
	s.trusted = nil
	for text := range strings.SplitSeq(v, ",") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(text)
		if err != nil || prefix.Addr().Is4In6() {
			return rule(false, "address ranges, such as 10.0.0.0/8,fd00::/8")
		}
		s.trusted = append(s.trusted, prefix.Masked())
	}
	return nil
}
