// Package job does later what a use-case must not do inside its transaction: reminders before terms end (《条例》第三十三条
// leaves no day to spare), mail, webhooks, nightly work.
//
// A job is enqueued by the transaction that causes it and so is lost or kept with it. It is run at least once: whoever
// runs it holds a lease that is renewed while it works, and when the machine dies another run begins after the lease.
// A handler whose effect is in the database makes effect and completion one commit with [Job.Finish], and so runs
// exactly once. What leaves the house goes through the outbox (outbox.go), which knows what was sent.
//
// A job that fails is run again after a growing pause; out of attempts it is dead and waits, with its last error, for a
// person to retry or discard it. The package decides when something runs; what it does belongs to its handlers.
package job
