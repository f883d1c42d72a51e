// want: output "checked 9.5, charged 0.01"
// Two readers of one document: the first one wins here, the last one there.
// encoding/json takes duplicates, in any case of their letters.
package main

import (
	"encoding/json"
	"fmt"
	"regexp"
)

func main() {
	text := []byte(`{"price": 9.5, "PRICE": 0.01}`)
	var order struct {
		Price float64 `json:"price"`
	}
	if err := json.Unmarshal(text, &order); err != nil {
		panic(err)
	}
	checked := regexp.MustCompile(`"price": ([0-9.]+)`).FindSubmatch(text)[1]
	fmt.Printf("checked %s, charged %v\n", checked, order.Price)
}
