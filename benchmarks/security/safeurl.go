package security

import (
	"net/http"
	"time"

	"github.com/doyensec/safeurl"
)

func safeurlClient() (func(string) (*http.Response, error), error) {
	ports := make([]int, 65535)
	for i := range ports {
		ports[i] = i + 1
	}
	config := safeurl.GetConfigBuilder().SetAllowedPorts(ports...).EnableIPv6(true).SetTimeout(2 * time.Second).Build()
	return safeurl.Client(config).Get, nil
}
