package security

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// allows decides on an address.
type allows func(netip.Addr) bool

func addressPeers() map[string]allows {
	return map[string]allows{harness.Ours: ourAllows, "code.dny.dev/ssrf": ssrfAllows()}
}

func clientPeers() map[string]func() (func(string) (*http.Response, error), error) {
	return map[string]func() (func(string) (*http.Response, error), error){
		harness.Ours: ourClient, "code.dny.dev/ssrf": ssrfClient, "github.com/doyensec/safeurl": safeurlClient,
	}
}

func addressJobs() []harness.Job {
	var jobs []harness.Job
	for _, text := range []string{"8.8.8.8", "2606:4700:4700::1111"} {
		a := netip.MustParseAddr(text)
		job := harness.Job{Name: "decide on the address " + text, Unit: "address"}
		peers := addressPeers()
		for _, library := range sorted(peers) {
			job.Contestants = append(job.Contestants, contestant(library, func() (func() error, error) {
				decide := peers[library]
				return func() error {
					if !decide(a) {
						return errors.New("refused")
					}
					return nil
				}, nil
			}))
		}
		jobs = append(jobs, job)
	}
	return jobs
}

func addressRows() []harness.Row {
	peers := addressPeers()
	decides := func(name string, want bool, texts ...string) harness.Row {
		return row(name, peers, func(decide allows) error {
			for _, text := range texts {
				if decide(netip.MustParseAddr(text)) != want {
					return fmt.Errorf("%s", text)
				}
			}
			return nil
		})
	}
	clients := clientPeers()
	return []harness.Row{
		decides("public addresses are dialed", true, "1.1.1.1", "223.255.255.1", "2606:4700:4700::1111", "2a00:1450::1"),
		decides("private, loopback, link-local, shared and reserved ones are not", false, "10.0.0.1", "127.0.0.1", "169.254.169.254", "100.100.100.200", "192.168.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "::1", "::", "fe80::1", "fd00:ec2::254", "ff02::1", "192.0.0.192"),
		decides("nor mapped ones", false, "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
		decides("nor in NAT64, 6to4, Teredo, compatible form", false, "64:ff9b::127.0.0.1", "64:ff9b:1::7f00:1", "2002:7f00:1::1", "2001:0:7f00:1::1", "::127.0.0.1"),
		decides("nor with a zone", false, "fe80::1%eth0", "2606:4700:4700::1111%eth0"),
		decides("nor a cloud's metadata in public space (168.63.129.16)", false, "168.63.129.16"),
		decides("public IPv4 through NAT64 is dialed", true, "64:ff9b::8.8.8.8"),
		row("no spelling of loopback is reached", clients, noSpelling),
		row("strange authorities are errors, never a crash", clients, strange),
	}
}

func noSpelling(start func() (func(string) (*http.Response, error), error)) error {
	fetch, err := start()
	if err != nil {
		return err
	}
	reached := ""
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { reached = r.Host }))
	defer server.Close()
	port := server.Listener.Addr().(*net.TCPAddr).Port
	for _, host := range []string{"127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "0.0.0.0", "localhost", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127.0.0.1."} {
		response, err := fetch(fmt.Sprintf("http://%s:%d/", host, port))
		if err == nil {
			_ = response.Body.Close()
		}
	}
	if reached != "" {
		return fmt.Errorf("reached as %s", reached)
	}
	return nil
}

func strange(start func() (func(string) (*http.Response, error), error)) error {
	fetch, err := start()
	if err != nil {
		return err
	}
	for _, u := range []string{"", "http:", "http://", "http:///", "http://:80/", "http://[]/", "http://[]:80/", "http://127.0.0.1:/", "http://127.0.0.1:99999/", "http://@/", "http://user@/", "http:opaque", "//host", "http://[::1%25]/", "http://[fe80::1%25lo]/", "http://%00/", "http://a:b:c/", "http://127.0.0.1:http/", "\x00"} {
		response, err := fetch(u)
		if err == nil {
			_ = response.Body.Close()
			return fmt.Errorf("%q was fetched", u)
		}
	}
	return nil
}
