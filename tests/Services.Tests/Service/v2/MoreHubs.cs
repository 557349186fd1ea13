using HotWeave.Conformance;

namespace HotWeave.Services.Tests.Service;

public sealed partial class DeskHub
{
    public Part Greet() => Part.Of(nameof(Greet));
}
