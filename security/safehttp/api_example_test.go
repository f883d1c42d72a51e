package safehttp_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"

	"github.com/goconcepts/cookbook/security/safehttp"
)

func ExamplePublic() {
	for _, a := range []string{"1.1.1.1", "10.0.0.1", "::ffff:127.0.0.1", "2606:4700::1", "2002:7f00:1::"} {
		fmt.Println(a, safehttp.Public(netip.MustParseAddr(a)))
	}
	// Output:
	// 1.1.1.1 true
	// 10.0.0.1 false
	// ::ffff:127.0.0.1 false
	// 2606:4700::1 true
	// 2002:7f00:1:: false
}

func ExampleNewClient() {
	client, err := safehttp.NewClient(safehttp.ClientConfig{})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Get("http://127.0.0.1:8080/admin")
	fmt.Println(errors.Is(err, safehttp.ErrAddress))
	// Output: true
}

func ExampleClientConfig() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("x", 1000))
	}))
	defer server.Close()
	client, err := safehttp.NewClient(safehttp.ClientConfig{MaxBytes: 100, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Get(server.URL)
	fmt.Println(errors.Is(err, safehttp.ErrTooLarge))
	// Output: true
}

func ExampleServerConfig() {
	_, err := safehttp.NewServer(safehttp.ServerConfig{Handler: http.NotFoundHandler(), ReadTimeout: -1})
	fmt.Println(err)
	// Output: safehttp: ServerConfig.ReadTimeout is -1ns, want 0 or more
}

func ExampleNewServer() {
	server, err := safehttp.NewServer(safehttp.ServerConfig{Addr: ":8080", Handler: http.NotFoundHandler()})
	fmt.Println(server.ReadHeaderTimeout, err)
	// Output: 5s <nil>
}

func ExampleHarden() {
	handler, err := safehttp.Harden(safehttp.ServerConfig{Handler: http.NotFoundHandler(), MaxBody: 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", strings.NewReader("four")))
	fmt.Println(w.Code, w.Header().Get("X-Frame-Options"))
	// Output: 413 DENY
}
