package matrix

// kernel adds to a tile of dst, whose rows begin down numbers apart, the product
// of a panel of a (columns of 4) and a panel of b (rows of 2), in order.
//
// This is the place for a kernel in vector instructions: it may take any tile, as
// long as each sum adds rounded products one by one. The steps are written out
// four at a time, since advancing two slices costs as much as half a step, and
// their lengths are tested so that no index is checked.
func kernel[T Float](dst []T, down int, a, b []T) {
	r0 := dst[:tileCols]
	r1 := dst[down:][:tileCols]
	r2 := dst[2*down:][:tileCols]
	r3 := dst[3*down:][:tileCols]
	c00, c01 := r0[0], r0[1]
	c10, c11 := r1[0], r1[1]
	c20, c21 := r2[0], r2[1]
	c30, c31 := r3[0], r3[1]
	for len(a) >= 16 && len(b) >= 8 {
		b0, b1 := b[0], b[1]
		a0, a1, a2, a3 := a[0], a[1], a[2], a[3]
		c00, c01 = c00+T(a0*b0), c01+T(a0*b1)
		c10, c11 = c10+T(a1*b0), c11+T(a1*b1)
		c20, c21 = c20+T(a2*b0), c21+T(a2*b1)
		c30, c31 = c30+T(a3*b0), c31+T(a3*b1)
		b0, b1 = b[2], b[3]
		a0, a1, a2, a3 = a[4], a[5], a[6], a[7]
		c00, c01 = c00+T(a0*b0), c01+T(a0*b1)
		c10, c11 = c10+T(a1*b0), c11+T(a1*b1)
		c20, c21 = c20+T(a2*b0), c21+T(a2*b1)
		c30, c31 = c30+T(a3*b0), c31+T(a3*b1)
		b0, b1 = b[4], b[5]
		a0, a1, a2, a3 = a[8], a[9], a[10], a[11]
		c00, c01 = c00+T(a0*b0), c01+T(a0*b1)
		c10, c11 = c10+T(a1*b0), c11+T(a1*b1)
		c20, c21 = c20+T(a2*b0), c21+T(a2*b1)
		c30, c31 = c30+T(a3*b0), c31+T(a3*b1)
		b0, b1 = b[6], b[7]
		a0, a1, a2, a3 = a[12], a[13], a[14], a[15]
		c00, c01 = c00+T(a0*b0), c01+T(a0*b1)
		c10, c11 = c10+T(a1*b0), c11+T(a1*b1)
		c20, c21 = c20+T(a2*b0), c21+T(a2*b1)
		c30, c31 = c30+T(a3*b0), c31+T(a3*b1)
		a, b = a[16:], b[8:]
	}
	for len(a) >= 4 && len(b) >= 2 {
		b0, b1 := b[0], b[1]
		a0, a1, a2, a3 := a[0], a[1], a[2], a[3]
		c00, c01 = c00+T(a0*b0), c01+T(a0*b1)
		c10, c11 = c10+T(a1*b0), c11+T(a1*b1)
		c20, c21 = c20+T(a2*b0), c21+T(a2*b1)
		c30, c31 = c30+T(a3*b0), c31+T(a3*b1)
		a, b = a[4:], b[2:]
	}
	r0[0], r0[1] = c00, c01
	r1[0], r1[1] = c10, c11
	r2[0], r2[1] = c20, c21
	r3[0], r3[1] = c30, c31
}
