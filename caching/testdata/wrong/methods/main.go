// want: output "the report is still there: true"
//
// A memo of all objects' methods has the object in its key: nothing is
// collected while the memo lives.
package main

import (
	"fmt"
	"runtime"
	"weak"

	"github.com/goconcepts/cookbook/caching"
)

type report struct{ rows [1 << 10]int }

func (r *report) sum(upTo int) (s int) {
	for _, v := range r.rows[:upTo] {
		s += v
	}
	return s
}

func main() {
	sum, err := caching.Func2((*report).sum, caching.Config[caching.Pair[*report, int], int]{Capacity: 128})
	if err != nil {
		panic(err)
	}
	r := new(report)
	sum(r, 10)
	gone := weak.Make(r)
	r = nil
	runtime.GC()
	runtime.GC()
	fmt.Println("the report is still there:", gone.Value() != nil)
	sum(new(report), 1)
}
