package redirect

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
)

const connections = 8

// load is a server and clients that do as little as clients can, so that the
// server's work is what is seen: requests are prepared, of an answer only the
// status and the length are read.
type load struct {
	server   *http.Server
	served   chan error
	status   string
	requests [][]byte
	clients  [connections]*client
}

type client struct {
	conn net.Conn
	in   *bufio.Reader
	next int // of the requests
	seen struct{ status, location string }
}

func serve(handler http.Handler, paths []string, status int) (*load, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	l := &load{server: &http.Server{Handler: handler}, served: make(chan error, 1), status: strconv.Itoa(status)}
	go func() { l.served <- l.server.Serve(listener) }()
	for _, path := range paths {
		l.requests = append(l.requests, []byte("GET "+path+" HTTP/1.1\r\nHost: short.example\r\n\r\n"))
	}
	for i := range l.clients {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			l.close()
			return nil, err
		}
		l.clients[i] = &client{conn: conn, in: bufio.NewReader(conn), next: i * len(paths) / connections}
	}
	return l, nil
}

func (l *load) close() {
	for _, c := range l.clients {
		if c != nil {
			_ = c.conn.Close()
		}
	}
	_ = l.server.Close()
	<-l.served
}

// run sends n requests over all connections. A wrong status is a panic: it was right at the start.
func (l *load) run(n int) {
	var wg sync.WaitGroup
	for i, c := range l.clients {
		wg.Go(func() {
			for range (n + i) / connections {
				if err := l.ask(c); err != nil {
					panic(err)
				}
			}
		})
	}
	wg.Wait()
}

var (
	lengthHeader   = []byte("Content-Length: ")
	locationHeader = []byte("Location: ")
	blank          = []byte("\r\n")
)

// ask sends the client's next request and reads the answer.
func (l *load) ask(c *client) error {
	if _, err := c.conn.Write(l.requests[c.next]); err != nil {
		return err
	}
	c.next = (c.next + 1) % len(l.requests)
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return err
	}
	if len(line) < 12 || string(line[9:12]) != l.status {
		return fmt.Errorf("the answer is %q, want %s", line, l.status)
	}
	length := 0
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		switch {
		case bytes.Equal(line, blank):
			_, err := c.in.Discard(length)
			return err
		case bytes.HasPrefix(line, lengthHeader):
			if length, err = strconv.Atoi(string(bytes.TrimSpace(line[len(lengthHeader):]))); err != nil {
				return err
			}
		case bytes.HasPrefix(line, locationHeader):
			c.seen.location = string(bytes.TrimSpace(line[len(locationHeader):]))
		}
	}
}

// check follows each link once, in order, and wants its target and its one hit; or
// refuses as many codes and wants the store left alone.
func (l *load) check(s *service) error {
	c := l.clients[0]
	c.next = 0
	redirects := l.status == strconv.Itoa(http.StatusFound)
	var before int
	if s.reads != nil {
		before = s.reads()
	}
	for i := range l.requests {
		c.seen.location = ""
		if err := l.ask(c); err != nil {
			return err
		}
		if redirects && c.seen.location != target(i) {
			return fmt.Errorf("link %d leads to %q", i, c.seen.location)
		}
	}
	if !redirects {
		if s.reads != nil && s.reads()-before > 1 {
			return fmt.Errorf("%d codes that nobody was given: the store was asked %d times", len(l.requests), s.reads()-before)
		}
		return nil
	}
	if s.hits == nil {
		return nil
	}
	n, err := s.hits(s.codes[0])
	if err == nil && n != 1 {
		err = errors.New("a link that was followed once has " + strconv.Itoa(n) + " hits")
	}
	return err
}
