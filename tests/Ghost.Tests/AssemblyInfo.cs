using System.Runtime.Versioning;

// The tests start processes and weave them in memory, which is for Linux; one at a time, since each loads two cores.
[assembly: SupportedOSPlatform("linux")]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
