package app

import (
	"context"
	"log/slog"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// How memory is given back in quiet times.
const (
	settleEvery = 20 * time.Second
	settleWorth = 8 << 20 // less than this is not worth a collection, nor reading pages of the program again
)

// settle gives back the memory that opening took: a small server keeps what it needs to answer. After that it does the
// same whenever the site has been quiet for a while: one log-in takes twenty megabytes for its hash, which the runtime
// alone would keep for minutes. While there is work, the runtime knows best.
func (a *App) settle(ctx context.Context) error {
	giveBack := func() (heldAfter, mappedAfter uint64) {
		debug.FreeOSMemory()
		if err := forgetOpening(); err != nil { // the program runs as well without
			a.Log.DebugContext(ctx, "app: memory of the start stays mapped", slog.Any("error", err))
		}
		_, heldAfter = heap()
		return heldAfter, mapped()
	}
	heldFloor, mappedFloor := giveBack()
	tick := time.NewTicker(settleEvery)
	defer tick.Stop()
	before, _ := heap()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		collections, held := heap()
		if collections == before && (held > heldFloor+settleWorth || mapped() > mappedFloor+settleWorth) {
			heldFloor, mappedFloor = giveBack()
		}
		before = collections
	}
}

// heap counts the collections that work has caused, and the bytes of the heap that the system lends.
func heap() (collections, held uint64) {
	samples := []metrics.Sample{
		{Name: "/gc/cycles/automatic:gc-cycles"}, {Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/free:bytes"},
	}
	metrics.Read(samples)
	return samples[0].Value.Uint64(), samples[1].Value.Uint64() + samples[2].Value.Uint64()
}
