namespace HotWeave.AspNetCore.Contracts;

/// <summary>Keeps end points that sources have built.</summary>
internal interface IBuiltEndpoints
{
    /// <summary>Has them built anew when somebody asks.</summary>
    void Forget();
}
