package matrix

import "sync"

// A scratch is what one worker needs: memory for packed blocks, and its share of a product.
type scratch[T Float] struct {
	rows, cols []T // a block of each factor, packed

	share product[T]
	group *group[T]
	work  func() // runs share; a field, so that starting it allocates nothing
}

// A group is workers that share a product.
type group[T Float] struct {
	running sync.WaitGroup
	workers []*scratch[T]
}

// The pools are one for each type of number.
var scratches, groups struct{ single, double sync.Pool }

func poolOf[T Float](of *struct{ single, double sync.Pool }) *sync.Pool {
	var x T
	if _, ok := any(x).(float32); ok {
		return &of.single
	}
	return &of.double
}

func scratchOf[T Float]() *scratch[T] {
	if s, ok := poolOf[T](&scratches).Get().(*scratch[T]); ok {
		return s
	}
	s := new(scratch[T])
	s.work = func() {
		s.run(s.share)
		s.group.running.Done()
	}
	return s
}

// release gives s back, without the matrices that it worked on.
func (s *scratch[T]) release() {
	s.share, s.group = product[T]{}, nil
	poolOf[T](&scratches).Put(s)
}

// parallel gives every worker a part of dst. Nobody else writes there, and each
// sum is made by one worker, in the order of k.
func (p product[T]) parallel(workers int) {
	g, ok := poolOf[T](&groups).Get().(*group[T])
	if !ok {
		g = new(group[T])
	}
	for i := range workers {
		s := scratchOf[T]()
		s.share, s.group = p.share(i, workers), g
		g.workers = append(g.workers, s)
	}
	g.running.Add(workers)
	for _, s := range g.workers[1:] {
		go s.work()
	}
	g.workers[0].work() // the caller works too
	g.running.Wait()
	for _, s := range g.workers {
		s.release()
	}
	clear(g.workers)
	g.workers = g.workers[:0]
	poolOf[T](&groups).Put(g)
}

// run does the work: it packs blocks, and lets the kernel make tiles of them.
func (s *scratch[T]) run(p product[T]) {
	p.scale()
	m, n, depth := p.dst.rows, p.dst.cols, p.a.cols
	for j := 0; j < n; j += blockCols {
		cols := min(blockCols, n-j)
		for k := 0; k < depth; k += blockDepth { // in order: the sums go on where they were
			d := min(blockDepth, depth-k)
			s.cols = sized(s.cols, roundUp(cols, tileCols)*d)
			packCols(s.cols, p.b.View(k, j, d, cols), p.scaleB)
			for i := 0; i < m; i += blockRows {
				rows := min(blockRows, m-i)
				s.rows = sized(s.rows, roundUp(rows, tileRows)*d)
				packRows(s.rows, p.a.View(i, k, rows, d), p.scaleA)
				s.tiles(p.dst.View(i, j, rows, cols), d)
			}
		}
	}
}

// tiles adds the product of the packed blocks to dst, tile by tile.
func (s *scratch[T]) tiles(dst Matrix[T], depth int) {
	for j := 0; j < dst.cols; j += tileCols {
		b := s.cols[j*depth : (j+tileCols)*depth]
		for i := 0; i < dst.rows; i += tileRows {
			a := s.rows[i*depth : (i+tileRows)*depth]
			if i+tileRows <= dst.rows && j+tileCols <= dst.cols {
				c := dst.data[i*dst.down+j:]
				kernel(c, dst.down, a, b)
				continue
			}
			edge(dst.View(i, j, min(tileRows, dst.rows-i), min(tileCols, dst.cols-j)), a, b)
		}
	}
}

// edge makes a tile of which only a part lies within dst.
func edge[T Float](dst Matrix[T], a, b []T) {
	var tile [tileRows * tileCols]T
	for i := range dst.rows {
		copy(tile[i*tileCols:], dst.row(i))
	}
	kernel(tile[:], tileCols, a, b)
	for i := range dst.rows {
		copy(dst.row(i), tile[i*tileCols:])
	}
}

// sized returns a slice of length n, s itself if it is large enough.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
