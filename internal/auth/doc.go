// Package auth is who may come in, and who may do what.
//
// The 《条例》 wants disclosure reviewed and answered for (第四条, 第十七条, 第四十五条); GB/T 22239 wants unique accounts,
// hard passwords that are changed, a limit on failed log-ins, sessions that end, a second factor, and administrators
// kept apart; 《政务应用安全规定》第十九条 wants the back office closed to foreign addresses.
//
// The package decides what a good password and a valid second factor are, when an account is locked, what a session
// lives on, which address a call comes from, and, in one table ([Permissions]), which role may do what in its own
// agency, in those below and in others. A route of the workbench without a rule does not start ([NewMux]).
//
// It leaves storing to internal/store, acting upon accounts to internal/administering, and pages to internal/web.
package auth
