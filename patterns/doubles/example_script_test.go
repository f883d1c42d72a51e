package doubles_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/stretchr/testify/mock"
)

// playlist is a RoundTripper that gives its answers in order: the whole double.
type playlist struct {
	answers []func() (*http.Response, error)
	asked   []string
}

func (p *playlist) RoundTrip(r *http.Request) (*http.Response, error) {
	p.asked = append(p.asked, r.Method+" "+r.URL.Path)
	if len(p.asked) > len(p.answers) {
		return nil, errors.New("no answer left")
	}
	return p.answers[len(p.asked)-1]()
}

// fetch is the code under test: it tries twice.
func fetch(ctx context.Context, client *http.Client, url string) (body string, err error) {
	for range 2 {
		var req *http.Request
		if req, err = http.NewRequestWithContext(ctx, http.MethodGet, url, nil); err != nil {
			return "", err
		}
		var resp *http.Response
		if resp, err = client.Do(req); err != nil {
			continue
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		return string(text), err
	}
	return "", err
}

// rates is a mock: each argument has its own answer, and calls come in any order.
type rates struct{ mock.Mock }

func (r *rates) Of(currency string) (perEuro float64, err error) {
	got := r.Called(currency)
	return got.Get(0).(float64), got.Error(1)
}

// Fake instead of mock: how do you double a dependency?
//
// Give the code under test an interface or a function, not a patch of a global. The double is a
// few lines: a list of answers, played in order, and a record of the calls. For HTTP the seam
// is there already, http.RoundTripper in http.Client, so a list of responses and errors doubles any
// service. Then test what came out, and only then what was called.
//
// Follow-ups:
//   - What does the package add? doubles.NewScript for any function, doubles.NewTransport with a count of unclosed bodies, blocking steps that a context ends, and a Recorder.
//   - When does testify/mock serve better? When the calls come in no fixed order and each argument has its own answer, as the last lines show; it pays with names as strings and type assertions.
//   - Fake, stub or mock? A fake works, such as a map for a database; a stub answers from a list; a mock also judges the calls.
//
// Pitfalls:
//   - Asserting every call ties the test to how the code works today.
//   - A double that never fails tests half of the code: put the error first in the list.
//
// Trade-offs: An httptest.Server exercises the real client, headers and timeouts for the price of a socket; a RoundTripper runs without network and in virtual time.
//
// From Python: With mock's patch the name must be replaced where it is looked up:
// replaced where it is defined, a module that imported it by name keeps the real one. The Python original
// uses AsyncMock without importing it; here the asynchronous case is the same as the other, since a call just blocks.
//
// Level: mid. Tags: testing, doubles, http. See: [http.RoundTripper], patterns/doubles/idempotency, concurrency/virtualtime.
func Example_script() {
	transport := &playlist{answers: []func() (*http.Response, error){
		func() (*http.Response, error) { return nil, errors.New("connection refused") },
		func() (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(`{"data":"test"}`))}, nil
		},
	}}
	body, err := fetch(context.Background(), &http.Client{Transport: transport}, "http://service/data")
	fmt.Println(body, err, transport.asked)

	// The asynchronous case: the call is on its way while the test does something else.
	answered, release := make(chan string), make(chan struct{})
	slow := &playlist{answers: []func() (*http.Response, error){func() (*http.Response, error) {
		<-release
		return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("late"))}, nil
	}}}
	go func() {
		body, _ := fetch(context.Background(), &http.Client{Transport: slow}, "http://service/data")
		answered <- body
	}()
	close(release)
	fmt.Println("asynchronous:", <-answered)

	// Where testify/mock serves better: in no order, and answered by the argument.
	bank := &rates{}
	bank.On("Of", "USD").Return(1.25, nil).Once()
	bank.On("Of", mock.Anything).Return(0.0, errors.New("unknown currency"))
	_, unknown := bank.Of("XXX")
	usd, _ := bank.Of("USD")
	fmt.Println("mock:", unknown, usd, "called:", len(bank.Calls))
	// Output:
	// {"data":"test"} <nil> [GET /data GET /data]
	// asynchronous: late
	// mock: unknown currency 1.25 called: 2
}
