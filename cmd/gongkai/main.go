// Command gongkai is the whole program: the auditor of published reports, the calendar and the clocks of the
// 《条例》, and the server of the portal and the workbench.
package main

func main() {}
