module github.com/goconcepts/cookbook

go 1.26.0

require (
	github.com/VictoriaMetrics/metrics v1.45.0 // cmd/shortener: counters and histograms in Prometheus' text format
	github.com/anishathalye/porcupine v1.3.1 // linearisability of the cache and its loads, in tests
	github.com/go-json-experiment/json v1.27.2 // security/strictjson: what Go 1.27 ships as encoding/json/v2
	github.com/jackc/pgx/v5 v5.12.0 // PostgreSQL: packages named postgres, cmd/shortener, and tests
	github.com/stretchr/testify v1.12.1 // tests: require
	go.uber.org/goleak v1.3.0 // tests: no goroutine is left behind; also the twins that leak
	golang.org/x/crypto v0.58.0 // security/password and security/token: argon2id, bcrypt, ChaCha20-Poly1305
	golang.org/x/net v0.62.0 // patterns/shortener: idna, for host names that are not ASCII
	golang.org/x/sync v0.24.0 // errgroup and semaphore where they suffice
	golang.org/x/term v0.47.0 // cmd/cookbook: is it a terminal, and how wide
	modernc.org/sqlite v1.61.1 // SQLite without cgo: packages named sqlite, cmd/shortener, Examples and tests
	pgregory.net/rapid v1.3.0 // property tests; patterns/model builds on it
)

// What those require. Importers of a package get only what that package uses:
// deps_test.go lists it.
require (
	github.com/dustin/go-humanize v1.1.0 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/puddle/v2 v2.2.3 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/ncruces/go-strftime v1.1.0 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	github.com/stretchr/objx v0.5.3 // indirect
	github.com/valyala/fastrand v1.1.0 // indirect
	github.com/valyala/histogram v1.2.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	modernc.org/libc v1.79.0 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.12.1 // indirect
)
