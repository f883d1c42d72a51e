package decorators

import (
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// retryableHTTP hands the last answer on, as its PassthroughErrorHandler does.
func retryableHTTP() peer {
	return peer{
		library: "github.com/hashicorp/go-retryablehttp",
		client: func(next http.RoundTripper) http.RoundTripper {
			c := retryablehttp.NewClient()
			c.HTTPClient = &http.Client{Transport: next}
			c.Logger = nil
			c.RetryMax = 2
			c.RetryWaitMin, c.RetryWaitMax = time.Second, time.Second
			c.ErrorHandler = retryablehttp.PassthroughErrorHandler
			return &retryablehttp.RoundTripper{Client: c}
		},
	}
}
