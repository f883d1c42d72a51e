package strictjson_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/security/strictjson"
)

type benchOrder struct {
	ID       int      `json:"id"`
	Customer string   `json:"customer"`
	Email    string   `json:"email"`
	Paid     bool     `json:"paid"`
	Total    float64  `json:"total"`
	Tags     []string `json:"tags"`
	Lines    []struct {
		SKU      string  `json:"sku"`
		Quantity int     `json:"quantity"`
		Price    float64 `json:"price"`
	} `json:"lines"`
}

func benchText(n int) []byte {
	var b strings.Builder
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":%d,"customer":"Ada Lovelace","email":"ada@example.com","paid":true,"total":%d.25,"tags":["new","gift"],`+
			`"lines":[{"sku":"A-%d","quantity":2,"price":9.5},{"sku":"B-%d","quantity":1,"price":19.99}]}`, i, i, i, i)
	}
	b.WriteByte(']')
	return []byte(b.String())
}

func BenchmarkDecode(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
	}{{"small", 1}, {"1MB", 4500}} {
		text := benchText(size.n)
		o := &strictjson.Options{Limits: strictjson.Limits{Bytes: 2 << 20}}
		b.Run(size.name+"/strict", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := strictjson.Decode[[]benchOrder](text, o); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(size.name+"/encoding-json", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				var orders []benchOrder
				d := json.NewDecoder(bytes.NewReader(text))
				d.DisallowUnknownFields()
				require.NoError(b, d.Decode(&orders))
				_, err := d.Token()
				require.ErrorIs(b, err, io.EOF)
			}
		})
	}
}
