package leak

import "go.uber.org/goleak"

func goleakPeer() peer {
	return peer{"go.uber.org/goleak", func(test func()) string {
		said := make(chan string)
		go func() {
			t := new(recorder)
			ignore := goleak.IgnoreCurrent()
			test()
			goleak.VerifyNone(t, ignore)
			said <- t.end()
		}()
		return <-said
	}}
}
