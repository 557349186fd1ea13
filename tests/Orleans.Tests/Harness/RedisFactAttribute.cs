using Xunit;

namespace HotWeave.Orleans.Tests.Harness;

/// <summary>A test with a Redis server, which runs where the machine has one (<c>apt-get install redis-server</c>).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisServer.Program is null ? "No redis-server on this machine." : null;
}
