using System.Collections.Concurrent;

namespace HotWeave.Grpc.Calls;

/// <summary>What status and messages call the units of a method's messages, such as <c>Chat.Talk</c>. Thread-safe.</summary>
internal static class MethodUnitNames
{
    // Only methods that are mapped get here.
    private static readonly ConcurrentDictionary<string, string> s_names = new(StringComparer.Ordinal);

    internal static string FindName(string method) => s_names.GetOrAdd(method, static m =>
    {
        // /package.Service/Method
        var service = m[(m.LastIndexOfAny(['.', '/'], m.LastIndexOf('/') - 1) + 1)..];
        return service.Replace('/', '.');
    });
}
