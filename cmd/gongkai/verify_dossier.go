package main

import (
	"fmt"
	"os"
	"strings"

	"gongkai/internal/dossier"
)

// dossier checks an archive package of an application; the installation is not needed.
func (c *VerifyCmd) dossier(io *IO) error {
	file, err := os.Open(c.Dossier)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	m, problems := dossier.Verify(file, info.Size())
	for _, p := range problems {
		where := p.Field
		if where == "" {
			where = c.Dossier
		}
		if err := c.print(io, damage{"dossier", where, p.Message}); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		return errFound
	}
	digests, err := dossier.Digests(file)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.Err, "%s申请%s的案卷完整：%d个文件都与清单一致\n", m.Agency, m.Application, len(m.Files))
	fmt.Fprintf(io.Err, "整个文件的摘要，与案件页、台账上的核对：\n%s\n", strings.Join(digests, "\n"))
	return nil
}
