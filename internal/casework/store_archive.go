package casework

import (
	"context"
	"slices"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
)

// Archiving is how an archive package is made and where it is kept.
type Archiving struct {
	Make func(ctx context.Context, x Dossier) ([]byte, error)
	Keep func(ctx context.Context, content []byte) (hash string, err error)
}

// KeepPackage is the kind of the job that keeps the archive package of an application that was put away.
const KeepPackage job.Kind = "keep_archive_package"

// A PackageOf names the application of a job.
type PackageOf struct {
	Agency      agency.ID
	Application application.ID
}

// A Package is an archive package that is kept.
type Package = store.ArchivePackage

// askForPackage has the package made once the transaction is committed.
func (d *Desk) askForPackage(tx *database.Tx, of agency.ID, id application.ID) error {
	if d.Archiving == nil {
		return nil
	}
	_, err := job.Enqueue(tx, job.New{Kind: KeepPackage, Agency: string(of), Payload: PackageOf{of, id}})
	return err
}

// StoreArchive keeps the whole file of a closed application as it is now as an archive package, and returns it. Where
// nothing has happened since the last one, that is the package. Packages of earlier rounds stay as they are.
// 法源: 《条例》第四十五条、《档案法》第三十七条。
func (d *Desk) StoreArchive(ctx context.Context, by auth.Actor, of agency.ID, id application.ID) (p Package, err error) {
	defer fault.Wrap(&err, "casework.StoreArchive(%s)", id)
	if err := auth.Can(by, auth.ArchiveCase, of); err != nil {
		return p, err
	}
	return d.storeArchive(ctx, by.Ledger(auth.ArchiveCase, of), by.Name, of, id)
}

// KeepArchive is StoreArchive for the job that follows the filing away. An application that was reopened meanwhile has no
// package of its present round yet.
func (d *Desk) KeepArchive(ctx context.Context, of PackageOf) (err error) {
	defer fault.Wrap(&err, "casework.KeepArchive(%s)", of.Application)
	_, err = d.storeArchive(ctx, ledger.Machine("archive"), "系统", of.Agency, of.Application)
	if fault.KindOf(err) == fault.Unlawful {
		return nil
	}
	return err
}

func (d *Desk) storeArchive(ctx context.Context, by ledger.Actor, name string, of agency.ID, id application.ID) (p Package, err error) {
	if d.Archiving == nil {
		return p, fault.New(fault.Unavailable, "没有设置文件存储，不能保存归档包")
	}
	var x Dossier
	err = d.DB.Read(ctx, func(q *database.Query) error {
		all, err := store.ArchivePackages(q, of, id)
		if err != nil {
			return err
		}
		if x, err = d.dossier(q, of, id, civil.Of(d.DB.Now()), name, ForArchive); err != nil {
			return err
		}
		if n := len(all); n > 0 && all[n-1].Facts == len(x.Application.Facts) {
			p = all[n-1]
		}
		return nil
	})
	if err != nil || p.Seq > 0 {
		return p, err
	}
	content, err := d.Archiving.Make(ctx, x)
	if err != nil {
		return p, err
	}
	hash, err := d.Archiving.Keep(ctx, content)
	if err != nil {
		return p, err
	}
	p = Package{Facts: len(x.Application.Facts), Hash: hash, Size: int64(len(content)), Author: name, On: x.TakenOn}
	return p, d.DB.Write(ctx, by, func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		if len(file.Application.Facts) != p.Facts {
			return fault.New(fault.Conflict, "保存归档包的时候案卷有了新的登记，请重试")
		}
		all, err := store.ArchivePackages(tx, of, id)
		if err != nil {
			return err
		}
		p.Seq = len(all) + 1
		if err := store.AddArchivePackage(tx, of, id, p); err != nil {
			return err
		}
		enter(tx, of, "store_archive", id, map[string]any{"seq": p.Seq, "hash": p.Hash, "size": p.Size, "facts": p.Facts}, law.Archives.Art(37))
		return nil
	})
}

// Packages lists the archive packages of an application, the newest first.
// 法源: 《条例》第四十五条。
func (d *Desk) Packages(ctx context.Context, by auth.Actor, of agency.ID, id application.ID) (all []Package, err error) {
	defer fault.Wrap(&err, "casework.Packages(%s)", id)
	if err := auth.Can(by, auth.ViewCase, of); err != nil {
		return nil, err
	}
	all, err = store.ArchivePackages(d.DB.View(ctx), of, id)
	slices.Reverse(all)
	return all, err
}

// TakePackage gives out an archive package that is kept. Who takes it sees everything: it is entered in the ledger.
// 法源: 《条例》第四十五条、《档案法》第三十七条。
func (d *Desk) TakePackage(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, seq int) (p Package, number string, err error) {
	defer fault.Wrap(&err, "casework.TakePackage(%s, %d)", id, seq)
	err = d.act(ctx, by, auth.ArchiveCase, of, func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		all, err := store.ArchivePackages(tx, of, id)
		if err != nil {
			return err
		}
		if seq < 1 || seq > len(all) {
			return fault.New(fault.NotFound, "没有这个归档包")
		}
		p, number = all[seq-1], file.Application.Number
		enter(tx, of, "take_archive", id, map[string]any{"seq": p.Seq, "hash": p.Hash}, law.Archives.Art(37))
		return nil
	})
	return p, number, err
}
