package sqlite

import "context"

// LimitPages makes the disk full at n pages, or at the present size if that is more.
func (s *Store) LimitPages(ctx context.Context, n string) error {
	_, err := s.write.ExecContext(ctx, "PRAGMA max_page_count = "+n)
	return err
}
