using System.Globalization;
using System.Text;

namespace HotWeave.Diagnostics;

/// <summary>One kind of run-time message: a frozen id, which has a section in <c>docs/diagnostics.md</c>, and a format.</summary>
internal sealed class SwapDiagnostic(string id, SwapFailureKind kind, string format)
{
    private readonly CompositeFormat _format = CompositeFormat.Parse(format);

    internal SwapDiagnostic(string id, string format)
        : this(id, SwapFailureKind.Failed, format)
    {
    }

    internal string Id { get; } = id;

    /// <summary>The exception that refuses an operation for this reason.</summary>
    internal SwapException Refuse(params object[] arguments) => Refuse(null, arguments);

    internal SwapException Refuse(Exception? cause, params object[] arguments) => Refuse(kind, cause, arguments);

    /// <summary>The exception where what was asked for is so already, for a reason that refuses otherwise.</summary>
    internal SwapException NothingToDo(params object[] arguments) => Refuse(SwapFailureKind.NothingToDo, null, arguments);

    private SwapException Refuse(SwapFailureKind what, Exception? cause, object[] arguments) =>
        new(Id, string.Format(CultureInfo.InvariantCulture, _format, arguments), cause) { Kind = what };

    /// <summary>The line that warns of this: id, colon, message.</summary>
    internal string Warn(params object[] arguments) =>
        Id + ": " + string.Format(CultureInfo.InvariantCulture, _format, arguments);
}
