package safesql

import "strconv"

// Dialect says how a database writes placeholders and how many values it takes. The
// zero Dialect is none, and an error.
type Dialect uint8

// The databases that are known.
const (
	SQLite     Dialect = iota + 1 // placeholder ?, 32766 values (SQLITE_MAX_VARIABLE_NUMBER).
	PostgreSQL                    // placeholder $1, 65535 values (a 16-bit count in the protocol).
	MySQL                         // placeholder ?, 65535 values (a 16-bit count in the protocol).
)

// String returns the database's name.
func (d Dialect) String() string {
	switch d {
	case SQLite:
		return "SQLite"
	case PostgreSQL:
		return "PostgreSQL"
	case MySQL:
		return "MySQL"
	default:
		return "no dialect"
	}
}

func (d Dialect) valid() bool { return d >= SQLite && d <= MySQL }

func (d Dialect) maxValues() int {
	if d == SQLite {
		return 32766
	}
	return 65535
}

func (d Dialect) appendPlaceholder(b []byte, n int) []byte {
	if d == PostgreSQL {
		return strconv.AppendInt(append(b, '$'), int64(n), 10)
	}
	return append(b, '?')
}
