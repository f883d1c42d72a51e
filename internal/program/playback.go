package program

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Playback takes the headers out of what a program built with [Mode.FakeTime]
// writes. Each write has one: the bytes 0 0 'P' 'B', the time in nanoseconds as
// 8 bytes, the length as 4, both big-endian (see time_fake.go of package
// runtime).
func Playback(output []byte) ([]byte, error) {
	const size = 16
	plain := make([]byte, 0, len(output))
	for len(output) > 0 {
		if len(output) < size || string(output[:4]) != "\x00\x00PB" {
			return plain, fmt.Errorf("program: playback: %w", errPlayback)
		}
		n := binary.BigEndian.Uint32(output[12:])
		output = output[size:]
		if uint64(n) > uint64(len(output)) {
			return append(plain, output...), fmt.Errorf("program: playback: %w", errPlayback)
		}
		plain = append(plain, output[:n]...)
		output = output[n:]
	}
	return plain, nil
}

var errPlayback = errors.New("the output is not in the playback format, or was cut off")
