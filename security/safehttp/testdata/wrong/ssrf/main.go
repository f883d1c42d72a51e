// want: output "checked, and reached: true"
// The URL is checked by its text. The address has another spelling, and the
// request arrives where it must not.
package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

func main() {
	reached := false
	internal := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer internal.Close()
	_, port, err := net.SplitHostPort(internal.Listener.Addr().String())
	if err != nil {
		panic(err)
	}
	input := "http://[::ffff:127.0.0.1]:" + port
	u, err := url.Parse(input)
	if err != nil {
		panic(err)
	}
	if host := u.Hostname(); host == "localhost" || strings.HasPrefix(host, "127.") || strings.HasPrefix(host, "10.") {
		fmt.Println("refused")
		return
	}
	response, err := http.Get(input) // #nosec G107 -- this is what is wrong.
	if err == nil {
		_ = response.Body.Close()
	}
	fmt.Println("checked, and reached:", reached)
}
