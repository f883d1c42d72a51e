// want: output "the caller's own header: [Bearer api-key Bearer api-key]"
// The transport writes into the caller's request, and at each attempt again.
package main

import (
	"fmt"
	"net/http"
)

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func main() {
	server := roundTrip(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
	})
	keyed := roundTrip(func(r *http.Request) (*http.Response, error) {
		r.Header.Add("Authorization", "Bearer api-key")
		return server.RoundTrip(r)
	})
	request, _ := http.NewRequest(http.MethodGet, "http://example.org/", nil)
	for range 2 {
		answer, err := keyed.RoundTrip(request)
		if err != nil {
			panic(err)
		}
		answer.Body.Close()
	}
	fmt.Println("the caller's own header:", request.Header["Authorization"])
}
