package memory_test

import (
	"encoding/binary"
	"math"
	"testing"
	"unsafe"

	"github.com/goconcepts/cookbook/memory"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestCastSharesMemory(t *testing.T) {
	numbers := []uint32{1, 2, 3, 4}
	b, err := memory.Cast[byte](numbers)
	require.NoError(t, err)
	require.Len(t, b, 16)
	require.Equal(t, 16, cap(b))
	for i, x := range numbers {
		require.Equal(t, x, binary.NativeEndian.Uint32(b[4*i:]), "the machine's own order")
	}
	binary.NativeEndian.PutUint32(b[4:], 7)
	require.EqualValues(t, 7, numbers[1])

	back, err := memory.Cast[uint32](b)
	require.NoError(t, err)
	require.Same(t, &numbers[0], &back[0])
	_ = append(back[:2], 9) // in back's own capacity
	require.Equal(t, []uint32{1, 7, 9, 4}, back)
	_ = append(back, 1)
	require.Len(t, b, 16)
}

func TestCastRefuses(t *testing.T) {
	var aligned [4]uint64
	b, err := memory.Cast[byte](aligned[:])
	require.NoError(t, err)
	_, err = memory.Cast[uint64](b[:20])
	require.ErrorIs(t, err, memory.ErrLength)
	require.EqualError(t, err, "memory: cast: 20 bytes as elements of 8: length is not a multiple of the element size")
	for off := 1; off < int(unsafe.Alignof(uint64(0))); off++ {
		_, err = memory.Cast[uint64](b[off : off+8])
		require.ErrorIs(t, err, memory.ErrAlignment)
	}
	_, err = memory.Cast[uint16](b[1:3])
	require.EqualError(t, err, "memory: cast: first byte is 1 past a multiple of 2: first byte is not aligned")
}

func TestCastOfNothing(t *testing.T) {
	none, err := memory.Cast[float64]([]byte(nil))
	require.NoError(t, err)
	require.Nil(t, none)
	empty, err := memory.Cast[float64]([]byte{})
	require.NoError(t, err)
	require.NotNil(t, empty)
	require.Empty(t, empty)
	one := []byte{1}
	empty, err = memory.Cast[float64](one[1:]) // misaligned, but there is nothing there
	require.NoError(t, err)
	require.Empty(t, empty)
}

func TestCastThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SliceOf(rapid.Float64()).Draw(t, "s")
		b, err := memory.Cast[int8](s)
		require.NoError(t, err)
		back, err := memory.Cast[float64](b)
		require.NoError(t, err)
		require.Len(t, back, len(s))
		for i := range s {
			require.Equal(t, math.Float64bits(s[i]), math.Float64bits(back[i]))
		}
	})
}

func TestCastAllocatesNothing(t *testing.T) {
	s := make([]float64, 8)
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = memory.Cast[uint16](s) }))
	text := "some text"
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = memory.StringBytes(text) }))
}

func TestStringBytes(t *testing.T) {
	b := memory.StringBytes("text")
	require.Equal(t, []byte("text"), b)
	require.Equal(t, 4, cap(b))
	b = append(b, '!')
	b[0] = 'T' // a copy by now
	require.Equal(t, "Text!", string(b))
	require.Empty(t, memory.StringBytes(""))
}

func FuzzCast(f *testing.F) {
	f.Add([]byte("0123456789abcdef"), uint8(0))
	f.Add([]byte("0123456789"), uint8(1))
	f.Fuzz(func(t *testing.T, b []byte, off uint8) {
		b = b[min(int(off), len(b)):]
		s, err := memory.Cast[uint32](b)
		if err != nil {
			return
		}
		for i, x := range s {
			require.Equal(t, binary.NativeEndian.Uint32(b[4*i:]), x)
		}
		require.Len(t, b, 4*len(s))
	})
}
