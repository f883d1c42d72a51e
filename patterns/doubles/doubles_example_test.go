package doubles_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/goconcepts/cookbook/patterns/doubles"
)

func ExampleNewScript() {
	script := doubles.NewScript[int](
		doubles.Step[string]{Err: errors.New("busy")},
		doubles.Step[string]{Value: "user 7"},
	)
	find := script.Call // what the code under test is given
	_, err := find(context.Background(), 7)
	user, _ := find(context.Background(), 7)
	fmt.Println(err, user, script.Calls(), script.Left())
	// Output: busy user 7 [7 7] 0
}

func ExampleNewTransport() {
	transport := doubles.NewTransport(
		doubles.Response{Err: errors.New("connection refused")},
		doubles.Response{Status: http.StatusOK, Body: "data"},
	)
	client := &http.Client{Transport: transport}
	_, err := client.Get("http://service/")
	resp, _ := client.Get("http://service/")
	fmt.Println(err != nil, resp.StatusCode, len(transport.Requests()), "unclosed:", transport.Unclosed())
	resp.Body.Close()
	fmt.Println("unclosed:", transport.Unclosed())
	// Output:
	// true 200 2 unclosed: 1
	// unclosed: 0
}

func ExampleRecorder() {
	recorder := &doubles.Recorder{Next: doubles.NewTransport(doubles.Response{Body: "live"})}
	resp, _ := (&http.Client{Transport: recorder}).Get("http://service/")
	resp.Body.Close()
	replay := doubles.NewTransport(recorder.Answers()...)
	resp, _ = (&http.Client{Transport: replay}).Get("http://service/")
	resp.Body.Close()
	for _, r := range replay.Requests() {
		fmt.Println(r.Method, r.URL)
	}
	// Output: GET http://service/
}

func ExampleOnce() {
	payments := 0
	pay := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		payments++
		w.WriteHeader(http.StatusCreated)
	})
	handler, err := doubles.Once(pay, doubles.OnceConfig{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 {
		r := httptest.NewRequest(http.MethodPost, "/pay", strings.NewReader(`{"cents":250}`))
		r.Header.Set("Idempotency-Key", "7f3c")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code, "replayed:", w.Header().Get("Idempotency-Replayed") == "true")
	}
	fmt.Println("payments:", payments)
	// Output:
	// 201 replayed: false
	// 201 replayed: true
	// payments: 1
}
