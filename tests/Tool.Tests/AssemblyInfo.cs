using System.Runtime.Versioning;

// The tests start processes, send signals and look at modes and owners.
[assembly: SupportedOSPlatform("linux")]
