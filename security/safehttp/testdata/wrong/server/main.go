// want: output "a body of 33554432 bytes was taken from another origin: 200"
// The zero Server has no limit for bodies and no idea of origins, nor any
// timeout.
package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
)

func main() {
	var taken int
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			panic(err)
		}
		taken = len(b)
	}))
	defer server.Close()
	request, err := http.NewRequest(http.MethodPost, server.URL, bytes.NewReader(make([]byte, 32<<20)))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	_ = response.Body.Close()
	fmt.Printf("a body of %d bytes was taken from another origin: %d\n", taken, response.StatusCode)
}
