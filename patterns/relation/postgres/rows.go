package postgres

import (
	"encoding/binary"
	"math"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// rows reads the usual types from the bytes of the protocol, and leaves all others,
// and NULL, to pgx.
type rows struct {
	pgx.Rows
	fields []pgconn.FieldDescription
	slow   bool // some value of the result was one for pgx
	text   text
}

// Scan reads the row.
func (r *rows) Scan(dest ...any) error {
	if !r.slow && r.scan(dest) {
		return nil
	}
	r.slow = true
	return r.Rows.Scan(dest...)
}

// Close ends the query.
func (r *rows) Close() error {
	r.Rows.Close()
	return nil
}

// scan reports whether it could read all of the row.
func (r *rows) scan(dest []any) bool {
	if r.fields == nil {
		r.fields = r.FieldDescriptions()
	}
	raw := r.RawValues()
	if len(raw) != len(dest) || len(r.fields) != len(dest) {
		return false
	}
	for i, d := range dest {
		if raw[i] == nil || !r.value(&r.fields[i], raw[i], d) {
			return false
		}
	}
	return true
}

// value reads one value that is not NULL.
func (r *rows) value(f *pgconn.FieldDescription, raw []byte, dest any) bool {
	isText := f.DataTypeOID == pgtype.TextOID || f.DataTypeOID == pgtype.VarcharOID
	if s, ok := dest.(*string); ok && isText {
		*s = r.text.keep(raw) // the same in both formats
		return true
	}
	if f.Format != pgtype.BinaryFormatCode {
		return false
	}
	switch d := dest.(type) {
	case *int64:
		n, ok := integer(f.DataTypeOID, raw)
		*d = n
		return ok
	case *int:
		n, ok := integer(f.DataTypeOID, raw)
		*d = int(n)
		return ok && int64(int(n)) == n
	case *bool:
		*d = len(raw) == 1 && raw[0] == 1
		return f.DataTypeOID == pgtype.BoolOID && len(raw) == 1
	case *float64:
		if f.DataTypeOID != pgtype.Float8OID || len(raw) != 8 {
			return false
		}
		*d = math.Float64frombits(binary.BigEndian.Uint64(raw))
		return true
	default:
		return false
	}
}

// integer reads a bigint, integer or smallint.
func integer(oid uint32, raw []byte) (int64, bool) {
	switch {
	case oid == pgtype.Int8OID && len(raw) == 8:
		return int64(binary.BigEndian.Uint64(raw)), true // #nosec G115 -- the bits of a signed number
	case oid == pgtype.Int4OID && len(raw) == 4:
		return int64(int32(binary.BigEndian.Uint32(raw))), true // #nosec G115 -- as above
	case oid == pgtype.Int2OID && len(raw) == 2:
		return int64(int16(binary.BigEndian.Uint16(raw))), true // #nosec G115 -- as above
	default:
		return 0, false
	}
}

// text puts short strings behind each other into blocks: one allocation for many.
type text struct {
	block strings.Builder
	size  int // of the last block
}

const (
	firstBlock = 1 << 10
	mostBlock  = 64 << 10
)

// keep returns a copy of b.
func (t *text) keep(b []byte) string {
	if len(b) > mostBlock/8 {
		return string(b) // it would waste the rest of a block
	}
	if t.block.Cap()-t.block.Len() < len(b) {
		t.size = min(max(2*t.size, firstBlock, len(b)), mostBlock)
		t.block = strings.Builder{}
		t.block.Grow(t.size)
	}
	begin := t.block.Len()
	t.block.Write(b) // never grows, so that the strings before stay where they are
	return t.block.String()[begin:]
}
