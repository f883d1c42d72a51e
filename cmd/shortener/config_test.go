package main

import (
	"bytes"
	"flag"
	"go/parser"
	"go/token"
	"io"
	"log/slog"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func noEnv(string) string { return "" }

func env(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func TestDefaults(t *testing.T) {
	s, err := parse(nil, noEnv, io.Discard)
	require.NoError(t, err)
	require.Equal(t, settings{
		addr: "127.0.0.1:8080", admin: "127.0.0.1:6060", db: "shortener.db", key: "shortener.db.key",
		redirect: 302, rate: 100, burst: 200, level: slog.LevelInfo, format: "text",
	}, s)
}

func TestFlagsWinOverTheEnvironment(t *testing.T) {
	s, err := parse([]string{"-db", "flag.db", "-admin", ""}, env(map[string]string{
		"SHORTENER_DB": "env.db", "SHORTENER_DRAIN": "5s", "SHORTENER_ADMIN": "127.0.0.1:1", "SHORTENER_LOG_LEVEL": "warn",
		"SHORTENER_TRUSTED_PROXIES": "10.1.2.3/8, fd00::/8", "SHORTENER_URL": "https://s.example/",
	}), io.Discard)
	require.NoError(t, err)
	require.Equal(t, "flag.db", s.db)
	require.Equal(t, "flag.db.key", s.key)
	require.Empty(t, s.admin)
	require.Equal(t, 5*time.Second, s.drain)
	require.Equal(t, slog.LevelWarn, s.level)
	require.Equal(t, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}, s.trusted)
	require.Equal(t, "https://s.example", s.base.String())
}

// Every wrong value is refused with where it stands, what it is and what it must be.
func TestWrongSettings(t *testing.T) {
	for _, tt := range []struct{ name, value, want string }{
		{"addr", "8080", `-addr is "8080", want HOST:PORT`},
		{"addr", "", `-addr is "", want HOST:PORT`},
		{"addr", "127.0.0.1:99999", "want HOST:PORT"},
		{"admin", "6060", `-admin is "6060", want HOST:PORT`},
		{"db", "", "-db is not right, want a file, or postgres://"},
		{"db", "mysql://root:hunter2@host/db", "-db is not right, want a file, or postgres://"},
		{"db", "postgres://root:hunter2%zz@host/db", "-db is not right, want postgres://USER@HOST/DATABASE"},
		{"db", "postgres://root:hunter2@host/db", "-key is empty, want a file"},
		{"url", "s.example", `-url is "s.example", want http:// or https:// and a host`},
		{"url", "ftp://s.example", "want http:// or https:// and a host"},
		{"url", "https://", "want http:// or https:// and a host"},
		{"url", "https://s.example/path", "want http:// or https:// and a host"},
		{"url", "https://user@s.example", "want http:// or https:// and a host"},
		{"url", "https://s.example?", "want http:// or https:// and a host"},
		{"redirect", "307", `-redirect is "307", want 302, 301 or 308`},
		{"redirect", "found", "want 302, 301 or 308"},
		{"drain", "-1s", `-drain is "-1s", want a time from 0s to 10m`},
		{"drain", "soon", `-drain is "soon", want a time from 0s to 10m`},
		{"drain", "11m", "want a time from 0s to 10m"},
		{"rate", "-1", `-rate is "-1", want a number from 0 to 1000000`},
		{"rate", "fast", "want a number from 0 to 1000000"},
		{"burst", "0", `-burst is "0", want a number from 1 to 1000000`},
		{"trusted-proxies", "10.0.0.1", `-trusted-proxies is "10.0.0.1", want address ranges`},
		{"trusted-proxies", "10.0.0.0/8,all", "want address ranges"},
		{"trusted-proxies", "::ffff:10.0.0.0/104", "want address ranges"},
		{"log-level", "loud", `-log-level is "loud", want debug, info, warn or error`},
		{"log-format", "xml", `-log-format is "xml", want text or json`},
	} {
		_, err := parse([]string{"-" + tt.name, tt.value}, noEnv, io.Discard)
		require.ErrorContains(t, err, tt.want, "%v", tt)
		require.NotContains(t, err.Error(), "hunter2")
		if tt.value == "" || tt.name == "db" {
			continue
		}
		o := option{name: tt.name}
		_, err = parse(nil, env(map[string]string{o.variable(): tt.value}), io.Discard)
		require.ErrorContains(t, err, o.variable()+" is ")
	}
}

func TestAllWrongSettingsAreNamed(t *testing.T) {
	_, err := parse([]string{"-drain", "soon", "-rate", "fast", "extra"}, noEnv, io.Discard)
	for _, want := range []string{"-drain", "-rate", `"extra" is no flag`} {
		require.ErrorContains(t, err, want)
	}
	_, err = parse([]string{"-none"}, noEnv, io.Discard)
	require.ErrorContains(t, err, "-none")
	_, err = parse([]string{"-version=maybe"}, noEnv, io.Discard)
	require.ErrorContains(t, err, "maybe")
}

// Help, and the command's own comment, name every setting.
func TestHelpNamesEverySetting(t *testing.T) {
	var out bytes.Buffer
	_, err := parse([]string{"-h"}, noEnv, &out)
	require.ErrorIs(t, err, flag.ErrHelp)
	comment := packageComment(t)
	for _, o := range options() {
		require.Contains(t, out.String(), "-"+o.name+"  "+o.variable())
		require.Contains(t, comment, "\t-"+o.name+" ")
		require.Contains(t, comment, o.value)
	}
	require.Contains(t, comment, "\t-version ")
}

// packageComment returns the command's documentation.
func packageComment(t *testing.T) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "main.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	require.NoError(t, err)
	return file.Doc.Text()
}
