using HotWeave.Protocol;

namespace HotWeave.Runtime.Tests.Swapping;

/// <summary>A unit in a flow of execution of its own, as another request's would be.</summary>
internal sealed class OtherFlow : IDisposable
{
    private readonly UnitHandle _unit;
    private readonly ExecutionContext _context;

    private OtherFlow(string name)
    {
        _unit = UnitOfWork.Enter(name);
        _context = ExecutionContext.Capture()!;
        Unit.SetAmbient(null);
    }

    internal UnitHandle Handle => _unit;

    internal static OtherFlow Enter(string name) => new(name);

    internal T Run<T>(Func<T> code)
    {
        var answer = default(T)!;
        ExecutionContext.Run(_context, _ => answer = code(), null);
        return answer;
    }

    public void Dispose() => _unit.Dispose();
}
