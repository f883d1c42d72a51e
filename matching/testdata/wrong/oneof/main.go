// want: output "9007199254740992"
// A number decoded into any is a float64: above 2^53 it becomes another number, in silence.
package main

import (
	"encoding/json"
	"fmt"
)

func main() {
	var id any
	if err := json.Unmarshal([]byte("9007199254740993"), &id); err != nil {
		panic(err)
	}
	fmt.Printf("%.0f\n", id)
}
